using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>The keys of one set, and the tokens that were checked with them: a signature takes thirty times as long as all else. When the set changes, what it vouched for goes with it.</summary>
/// <param name="keys">Keys of the set.</param>
/// <param name="options">Whose tokens.</param>
public sealed class TokenBook(ImmutableArray<TokenKey> keys, TokenOptions options)
{
    private const int Most = 10_000;

    private readonly TokenVerifier _verifier = new(keys, options);
    private readonly ConcurrentDictionary<KeyHash, KnownToken> _known = [];

    /// <summary>How many keys there are.</summary>
    public int Keys => keys.Length;

    /// <summary>Tokens remembered now.</summary>
    public int Known => _known.Count;

    /// <summary>A token that was checked before; null where it was not, or is not remembered.</summary>
    public KnownToken? Find(KeyHash hash) => _known.GetValueOrDefault(hash);

    /// <summary>Checks a token.</summary>
    public VerifiedToken Verify(string token) => keys.IsEmpty ? new VerifiedToken("Tokens cannot be checked now.", null) : _verifier.Verify(token);

    /// <summary>Remembers a token that is good.</summary>
    /// <param name="hash">Of the token.</param>
    /// <param name="token">Whose it is.</param>
    /// <param name="now">The present.</param>
    public void Remember(KeyHash hash, KnownToken token, DateTimeOffset now)
    {
        if (_known.Count >= Most)
            MakeRoom(now);
        _known.TryAdd(hash, token);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (hash, token) in _known)
        {
            if (token.GoodUntil < now)
                _known.TryRemove(hash, out _);
        }

        // Still full of good ones: they are checked again when they come, which costs time and nothing else.
        if (_known.Count > Most / 2)
            _known.Clear();
    }
}
