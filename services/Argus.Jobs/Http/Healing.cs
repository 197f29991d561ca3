namespace Argus.Jobs.Http;

/// <summary>What another try may help.</summary>
internal enum Healing
{
    /// <summary>Nothing: the same comes of it.</summary>
    None,

    /// <summary>It may; but should the job itself be to blame, not for ever.</summary>
    Maybe,

    /// <summary>It will, once the other side is back: the job is not to blame.</summary>
    WhenBack,
}
