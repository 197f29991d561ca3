using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>Compares statuses, so that only a change is written.</summary>
internal static class Statuses
{
    /// <summary>Whether both say the same.</summary>
    /// <param name="before">What is there; null for none yet.</param>
    /// <param name="after">What would be written.</param>
    /// <param name="type">How they are written.</param>
    public static bool AreSame<T>(T? before, T after, JsonTypeInfo<T> type)
        where T : class => before is not null && JsonElement.DeepEquals(JsonSerializer.SerializeToElement(before, type), JsonSerializer.SerializeToElement(after, type));
}
