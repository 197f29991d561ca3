using System.Collections.Immutable;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;

namespace Argus.Gateway.Auth.Keys;

/// <summary>What a file says of its owner's keys.</summary>
/// <param name="Hashes">Of every key that is valid, at least one.</param>
/// <param name="Permissions">What they open.</param>
/// <param name="Limits">How much; all keys of an owner together.</param>
/// <param name="Expires">When they end; null is never.</param>
internal sealed record KeyFile(ImmutableArray<KeyHash> Hashes, Permissions Permissions, LimitSettings Limits, DateTimeOffset? Expires);
