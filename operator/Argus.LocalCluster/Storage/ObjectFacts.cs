using System.Text.Json;

namespace Argus.LocalCluster.Storage;

/// <summary>What selectors, garbage collection and watches ask of an object's metadata.</summary>
/// <param name="Uid">Unique over all time.</param>
/// <param name="Labels">Empty where there are none.</param>
/// <param name="Owners">ownerReferences in their order.</param>
/// <param name="Finalizers">What still holds the object.</param>
/// <param name="Deleting">True once deletionTimestamp is set.</param>
internal sealed record ObjectFacts(
    string Uid, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<OwnerFacts> Owners, IReadOnlyList<string> Finalizers, bool Deleting)
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    /// <summary>Reads the metadata alone.</summary>
    public static ObjectFacts Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool metadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (metadata && reader.TokenType == JsonTokenType.StartObject)
                return ReadMetadata(ref reader);
            reader.Skip();
        }
        return new ObjectFacts("", NoLabels, [], [], false);
    }

    private static ObjectFacts ReadMetadata(ref Utf8JsonReader reader)
    {
        string uid = "";
        bool deleting = false;
        IReadOnlyDictionary<string, string> labels = NoLabels;
        IReadOnlyList<OwnerFacts> owners = [];
        IReadOnlyList<string> finalizers = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "uid"u8))
                uid = Text(ref reader);
            else if (Is(ref reader, "labels"u8))
                labels = ReadLabels(ref reader);
            else if (Is(ref reader, "ownerReferences"u8))
                owners = ReadOwners(ref reader);
            else if (Is(ref reader, "finalizers"u8))
                finalizers = ReadTexts(ref reader);
            else if (Is(ref reader, "deletionTimestamp"u8))
                deleting = reader.TokenType == JsonTokenType.String;
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        return new ObjectFacts(uid, labels, owners, finalizers, deleting);
    }

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";

    private static IReadOnlyDictionary<string, string> ReadLabels(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return NoLabels;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            labels[name] = Text(ref reader);
        }
        return labels;
    }

    private static List<string> ReadTexts(ref Utf8JsonReader reader)
    {
        var texts = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                texts.Add(Text(ref reader));
        return texts;
    }

    private static List<OwnerFacts> ReadOwners(ref Utf8JsonReader reader)
    {
        var owners = new List<OwnerFacts>();
        if (reader.TokenType != JsonTokenType.StartArray)
            return owners;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            owners.Add(ReadOwner(ref reader));
        return owners;
    }

    private static OwnerFacts ReadOwner(ref Utf8JsonReader reader)
    {
        string uid = "", apiVersion = "", kind = "", name = "";
        bool blocks = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "uid"u8))
                uid = Text(ref reader);
            else if (Is(ref reader, "apiVersion"u8))
                apiVersion = Text(ref reader);
            else if (Is(ref reader, "kind"u8))
                kind = Text(ref reader);
            else if (Is(ref reader, "name"u8))
                name = Text(ref reader);
            else if (Is(ref reader, "blockOwnerDeletion"u8))
                blocks = reader.TokenType == JsonTokenType.True;
            else
                reader.Read();
        }
        return new OwnerFacts(apiVersion, kind, name, uid, blocks);
    }
}
