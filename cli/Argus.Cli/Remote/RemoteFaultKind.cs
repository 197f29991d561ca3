namespace Argus.Cli.Remote;

/// <summary>What to do about a failed try.</summary>
internal enum RemoteFaultKind
{
    /// <summary>This picture would fail again; others may not.</summary>
    Picture,

    /// <summary>Every picture would fail: the key, the address or the certificate is wrong.</summary>
    Server,

    /// <summary>The server takes it later, and may say when.</summary>
    Busy,

    /// <summary>The exchange broke off, or the server failed: a few tries are worth while.</summary>
    Broken,

    /// <summary>There was no connection.</summary>
    Unreachable,
}
