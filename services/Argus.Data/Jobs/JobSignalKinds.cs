namespace Argus.Data.Jobs;

[Flags]
internal enum JobSignalKinds
{
    None = 0,
    Work = 1,
    Outbox = 2,
    Changes = 4,
}
