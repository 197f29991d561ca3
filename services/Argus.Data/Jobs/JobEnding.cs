namespace Argus.Data.Jobs;

internal enum JobEnding
{
    Completed,
    SyncFailed,
    Retry,
    Failed,
    Released,
}
