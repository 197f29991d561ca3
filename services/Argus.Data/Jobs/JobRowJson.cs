using System.Text.Json.Serialization;

namespace Argus.Data.Jobs;

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class JobRowJson : JsonSerializerContext;
