namespace Argus.Jobs.Configuration;

/// <summary>What a process does; several at once, or each in pods of its own.</summary>
[Flags]
internal enum JobsRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Answers /job and /search.</summary>
    Api = 1,

    /// <summary>Does the jobs, carries their events out, and cleans up.</summary>
    Worker = 2,

    /// <summary>Answers /entity: keeps uploaded pictures itself.</summary>
    Media = 4,
}
