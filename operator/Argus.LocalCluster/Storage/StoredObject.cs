using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Storage;

/// <summary>One state of one object; never changes.</summary>
internal sealed class StoredObject(ObjectKey key, long version, byte[] bytes)
{
    private ObjectFacts? _facts;
    private View? _view;

    public ObjectKey Key { get; } = key;

    /// <summary>The resourceVersion at which it came to be.</summary>
    public long Version { get; } = version;

    /// <summary>The object as it was written, resourceVersion included.</summary>
    public byte[] Bytes { get; } = bytes;

    public ObjectFacts Facts => _facts ??= ObjectFacts.Read(Bytes);

    /// <summary>A copy that may be changed.</summary>
    public JsonObject Parse() => JsonNode.Parse(Bytes)!.AsObject();

    /// <summary>The object as <paramref name="reader"/> shows it, remembered for as long as the same reader asks.</summary>
    /// <param name="reader">Whoever converts; only its identity counts.</param>
    /// <param name="convert">From the stored bytes to those to be shown.</param>
    public byte[] ShownBy(object reader, Func<StoredObject, byte[]> convert)
    {
        var view = _view;
        if (view is null || !ReferenceEquals(view.Reader, reader))
            _view = view = new View(reader, convert(this));
        return view.Bytes;
    }

    /// <summary>The same content at another version.</summary>
    public StoredObject At(long version) => new(Key, version, EncodedObject.Locate(Bytes).At(version));

    private sealed record View(object Reader, byte[] Bytes);
}
