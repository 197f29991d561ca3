using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.LocalCluster.Tests.Schema;

/// <summary>Small random JSON objects over few names, so that two of them often speak of the same fields.</summary>
internal static class Json
{
    /// <summary>Two objects that know nothing of each other.</summary>
    public static Arbitrary<(JsonObject A, JsonObject B)> Pairs { get; } =
        (from a in Objects(3) from b in Objects(3) select (a, b)).ToArbitrary();

    /// <summary>Two objects whose fields of one name are of one type, as those of one schema are.</summary>
    public static Arbitrary<(JsonObject A, JsonObject B)> LikePairs { get; } =
        (from a in Like(3) from b in Like(3) select (a, b)).ToArbitrary();

    private static Gen<JsonObject> Like(int depth)
    {
        Gen<KeyValuePair<string, JsonNode?>> number = from n in Gen.Choose(1, 3) select KeyValuePair.Create("n", (JsonNode?)n);
        Gen<KeyValuePair<string, JsonNode?>> text = from t in Gen.Elements("x", "y") select KeyValuePair.Create("t/t", (JsonNode?)t);
        Gen<KeyValuePair<string, JsonNode?>> list = from n in Gen.Choose(1, 3) select KeyValuePair.Create("l", (JsonNode?)new JsonArray(n, "x"));
        Gen<KeyValuePair<string, JsonNode?>> field = depth == 0
            ? Gen.OneOf(number, text)
            : Gen.OneOf(number, text, list, from name in Gen.Elements("a", "b") from o in Like(depth - 1) select KeyValuePair.Create(name, (JsonNode?)o));
        return from fields in field.ListOf()
               select new JsonObject(fields.Take(5).DistinctBy(one => one.Key).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())));
    }

    public static Gen<JsonObject> Objects(int depth) =>
        from fields in Field(depth).ListOf()
        select new JsonObject(fields.Take(5).DistinctBy(field => field.Key).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static Gen<KeyValuePair<string, JsonNode?>> Field(int depth) =>
        from name in Gen.Elements("a", "b", "c", "d/e", "f~g")
        from value in Value(depth)
        select KeyValuePair.Create(name, value);

    private static Gen<JsonNode?> Value(int depth)
    {
        Gen<JsonNode?> scalar = Gen.Elements<Func<JsonNode?>>(() => 1, () => 2, () => "x", () => "y", () => true, () => null).Select(make => make());
        if (depth == 0)
            return scalar;
        Gen<JsonNode?> array = Value(0).ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Take(3).Select(item => item?.DeepClone())]));
        return Gen.Frequency((3, scalar), (1, array), (2, Objects(depth - 1).Select(o => (JsonNode?)o)));
    }
}
