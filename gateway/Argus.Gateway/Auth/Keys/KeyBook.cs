using System.Collections.Frozen;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;

namespace Argus.Gateway.Auth.Keys;

/// <summary>All keys, by hash. Never changes; the next one replaces it whole.</summary>
internal sealed class KeyBook
{
    private readonly FrozenDictionary<KeyHash, ApiKey> _keys;
    private readonly FrozenDictionary<string, Caller> _owners;

    private KeyBook(Dictionary<KeyHash, ApiKey> keys, Dictionary<string, Caller> owners) => (_keys, _owners) = (keys.ToFrozenDictionary(), owners.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>Without keys.</summary>
    public static KeyBook Empty { get; } = new([], []);

    /// <summary>How many owners have keys.</summary>
    public int Count => _owners.Count;

    /// <summary>Whose key has this hash; null where nobody's.</summary>
    public ApiKey? Find(KeyHash hash) => _keys.GetValueOrDefault(hash);

    /// <summary>The book that follows this one: an owner whose limits stay keeps what was used of them.</summary>
    /// <param name="files">What each owner's file says.</param>
    /// <param name="defaults">Limits where a file names none.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Told of keys that two owners claim.</param>
    public KeyBook Next(IReadOnlyDictionary<string, KeyFile> files, LimitSettings defaults, TimeProvider time, ILogger log)
    {
        var keys = new Dictionary<KeyHash, ApiKey>();
        var owners = new Dictionary<string, Caller>(StringComparer.Ordinal);
        foreach (var (name, file) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var settings = file.Limits.Or(defaults);
            var before = _owners.GetValueOrDefault(name)?.Limits;
            var owner = new Caller(name, Caller.ByKey, file.Permissions, before?.Settings == settings ? before : new CallerLimits(settings, time));
            owners.Add(name, owner);
            var key = new ApiKey(owner, file.Expires);
            foreach (var hash in file.Hashes)
            {
                // Within one file a hash may stand twice.
                if (!keys.TryAdd(hash, key) && keys[hash] != key)
                    Log.SharedKey(log, name, keys[hash].Owner.Name);
            }
        }

        return new KeyBook(keys, owners);
    }
}
