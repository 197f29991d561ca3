namespace Argus.ServiceDefaults.Auth.Trust;

/// <summary>Who says who may call.</summary>
public enum TrustKind
{
    /// <summary>This process: callers show a token (JWT).</summary>
    Tokens,

    /// <summary>The gateway, which has asked already; that only it can reach this process is for the network to see to.</summary>
    Gateway,

    /// <summary>Nobody: everybody may do everything.</summary>
    Disabled,
}
