using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;

namespace Argus.Gateway.Auth;

/// <summary>Who sent a request.</summary>
/// <param name="Name">Owner of the key, or subject of the token.</param>
/// <param name="By">How it is known: <c>key</c> or <c>token</c>, <c>none</c> where nobody is asked.</param>
/// <param name="Permissions">What it may use.</param>
/// <param name="Limits">How much.</param>
internal sealed record Caller(string Name, string By, Permissions Permissions, CallerLimits Limits)
{
    /// <summary>Known by an API key.</summary>
    public const string ByKey = "key";

    /// <summary>Known by a token.</summary>
    public const string ByToken = "token";
}
