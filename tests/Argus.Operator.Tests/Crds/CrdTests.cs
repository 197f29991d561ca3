using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Crds;

/// <summary>The CRDs, the types, the packs and the samples say the same.</summary>
public sealed class CrdTests
{
    private static readonly string[] PackFiles =
        [.. Directory.EnumerateFiles(Path.Combine(TestData.Repository, "models"), "pack.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(TestData.Repository, f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Packs => new(PackFiles);

    public static TheoryData<string> Samples => new(Directory.EnumerateFiles(Path.Combine(TestData.Repository, "samples", "deployments"), "*.yaml").Select(f => Path.GetRelativePath(TestData.Repository, f)));

    [Fact]
    public void ModelPack_SchemaAndType_HaveTheSameProperties() =>
        Assert.Empty(Compare(Crd.ModelPacks.Schema, ArgusJson.Default.ModelPack, ""));

    [Fact]
    public void ModelDeployment_SchemaAndType_HaveTheSameProperties() =>
        Assert.Empty(Compare(Crd.ModelDeployments.Schema, ArgusJson.Default.ModelDeployment, ""));

    [Fact]
    public void DatasetSchedule_SchemaAndType_HaveTheSameProperties() =>
        Assert.Empty(Compare(Crd.DatasetSchedules.Schema, ArgusJson.Default.DatasetSchedule, ""));

    [Fact]
    public void DatasetSchedule_DefaultsOfSchemaAndType_Agree()
    {
        var empty = new JsonObject { ["spec"] = new JsonObject() };
        var defaulted = (JsonObject)empty.DeepClone();
        Fill(Crd.DatasetSchedules.Schema, defaulted);

        var byType = JsonSerializer.SerializeToNode(empty.Deserialize(ArgusJson.Default.DatasetSchedule)!.Spec, ArgusJson.Default.DatasetScheduleSpec);
        var bySchema = JsonSerializer.SerializeToNode(defaulted.Deserialize(ArgusJson.Default.DatasetSchedule)!.Spec, ArgusJson.Default.DatasetScheduleSpec);

        Assert.NotEqual(empty.ToJsonString(), defaulted.ToJsonString());
        Assert.Equal(bySchema!.ToJsonString(), byType!.ToJsonString());
    }

    [Fact]
    public void Compare_PropertyOfOneSideOnly_IsFound()
    {
        var schema = (JsonObject)Crd.ModelPacks.Schema.DeepClone();
        var spec = schema["properties"]!["spec"]!["properties"]!.AsObject();
        spec.Remove("selfTest");
        spec["extra"] = new JsonObject { ["type"] = "string" };

        Assert.Equal([".spec.selfTest: not in the schema", ".spec.extra: not in the type"], Compare(schema, ArgusJson.Default.ModelPack, ""));
    }

    [Theory]
    [InlineData("spec.task", "face-detection")]
    [InlineData("spec.hardware.target", "cpu")]
    [InlineData("spec.hardware.precision", "auto")]
    public void Enums_OfSchemaAndType_Agree(string path, string member)
    {
        string[] schema = [.. At(Crd.ModelDeployments.Schema, path)["enum"]!.AsArray().Select(e => (string)e!)];
        var type = new[] { ModelTasks.All, HardwareSpec.Targets, HardwareSpec.Precisions }.Single(list => list.Contains(member));

        Assert.Equal(type, schema);
    }

    [Fact]
    public void Roles_OfSchemaAndType_Agree()
    {
        var role = At(Crd.ModelPacks.Schema, "spec.files")["items"]!["properties"]!["role"]!["enum"]!.AsArray();

        Assert.Equal(ModelRoles.All, role.Select(r => (string)r!));
    }

    [Fact]
    public void Defaults_OfSchemaAndType_Agree()
    {
        var empty = new JsonObject { ["spec"] = new JsonObject { ["task"] = "chat", ["model"] = new JsonObject { ["pack"] = "p" }, ["canary"] = new JsonObject { ["weight"] = 1, ["model"] = new JsonObject() } } };
        var defaulted = (JsonObject)empty.DeepClone();
        Fill(Crd.ModelDeployments.Schema, defaulted);

        var byType = JsonSerializer.SerializeToNode(empty.Deserialize(ArgusJson.Default.ModelDeployment)!.Spec, ArgusJson.Default.ModelDeploymentSpec);
        var bySchema = JsonSerializer.SerializeToNode(defaulted.Deserialize(ArgusJson.Default.ModelDeployment)!.Spec, ArgusJson.Default.ModelDeploymentSpec);

        Assert.NotEqual(empty.ToJsonString(), defaulted.ToJsonString());
        Assert.Equal(bySchema!.ToJsonString(), byType!.ToJsonString());
    }

    [Fact]
    public void Columns_OfAFilledSample_AllResolve()
    {
        var pack = TestYaml.ReadFile(Path.Combine(TestData.Repository, "models", "selftest", "pack.yaml")).Single();
        pack["metadata"]!["creationTimestamp"] = "2026-01-01T00:00:00Z";
        Assert.Empty(Unresolved(Crd.ModelPacks, pack, "Accept", "Description"));

        string golden = Path.Combine(TestData.Repository, "tests", "Argus.Operator.Tests", "golden", "all-pods-on-the-right-hardware-are-ready");
        var world = Scenario.Read(File.ReadAllText(Path.Combine(golden, "in.yaml")));
        var filled = world.Resource with { Status = world.Compute().Status, Metadata = world.Resource.Metadata with { CreationTimestamp = Scenario.Now } };
        Assert.Empty(Unresolved(Crd.ModelDeployments, JsonSerializer.SerializeToNode(filled, ArgusJson.Default.ModelDeployment)!.AsObject()));
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void ModelPack_Schema_TakesEveryPack(string path) =>
        Assert.Empty(new SchemaCheck(null).Check(Crd.ModelPacks.Schema, TestYaml.ReadFile(Path.Combine(TestData.Repository, path)).Single()));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_IsValidAndAccepted(string path)
    {
        var sample = TestYaml.ReadFile(Path.Combine(TestData.Repository, path)).Single();
        Assert.Empty(new SchemaCheck(null).Check(Crd.ModelDeployments.Schema, sample));

        var packs = PackFiles.Select(p => TestYaml.ReadFile(Path.Combine(TestData.Repository, p)).Single().Deserialize(ArgusJson.Default.ModelPack)!);
        Assert.Empty(Validation.Check(sample.Deserialize(ArgusJson.Default.ModelDeployment)!.Spec, new Observed { Packs = [.. packs] }));
    }

    [Fact]
    public void Properties_AllHaveDescriptionsAndBounds()
    {
        List<string> faults = [];
        foreach (var crd in new[] { Crd.ModelPacks, Crd.ModelDeployments, Crd.DatasetSchedules })
            Walk(crd.Schema, "", faults);

        Assert.Empty(faults);
    }

    [Fact]
    public void Status_OfEveryScenario_FitsTheSchema()
    {
        var faults =
            from scenario in Directory.EnumerateDirectories(Path.Combine(TestData.Repository, "tests", "Argus.Operator.Tests", "golden"))
            let world = Scenario.Read(File.ReadAllText(Path.Combine(scenario, "in.yaml")))
            let status = world.Compute().Status
            where status is not null
            from fault in new SchemaCheck(null).Check(At(Crd.ModelDeployments.Schema, "status"), JsonSerializer.SerializeToNode(status, ArgusJson.Default.ModelDeploymentStatus))
            select $"{Path.GetFileName(scenario)} {fault}";

        Assert.Empty(faults);
    }

    private static List<string> Compare(JsonObject schema, JsonTypeInfo type, string path)
    {
        List<string> faults = [];
        var properties = schema["properties"]!.AsObject();
        foreach (var property in type.Properties.Where(p => !properties.ContainsKey(p.Name)))
            faults.Add($"{path}.{property.Name}: not in the schema");
        foreach (var (name, child) in properties)
        {
            if (type.Properties.FirstOrDefault(p => p.Name == name) is not { } property)
                faults.Add($"{path}.{name}: not in the type");
            else if (name != "metadata")
                faults.AddRange(CompareValue(child!.AsObject(), type.Options.GetTypeInfo(property.PropertyType), $"{path}.{name}"));
        }

        return faults;
    }

    private static IEnumerable<string> CompareValue(JsonObject schema, JsonTypeInfo info, string path)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        // What only a pod reads is passed on as it is.
        if (type == typeof(JsonElement))
            return [];
        bool isMap = schema["additionalProperties"] is not null;
        string expected = type == typeof(string) || type == typeof(DateTimeOffset) ? "string"
            : type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) ? "integer"
            : type == typeof(float) ? "number"
            : info.Kind == JsonTypeInfoKind.Enumerable ? "array" : "object";
        if ((string?)schema["type"] != expected || isMap != (info.Kind == JsonTypeInfoKind.Dictionary))
            return [$"{path}: {schema["type"]} in the schema, {expected} in the type"];
        if (type == typeof(int) || type == typeof(long))
            return (string?)schema["format"] == (type == typeof(int) ? "int32" : "int64") ? [] : [$"{path}: {schema["format"]} is not {type.Name}"];
        if (info.Kind == JsonTypeInfoKind.Enumerable)
            return CompareValue(schema["items"]!.AsObject(), info.Options.GetTypeInfo(info.ElementType!), $"{path}[]");
        return info.Kind == JsonTypeInfoKind.Object ? Compare(schema, info, path) : [];
    }

    private static void Walk(JsonObject schema, string path, List<string> faults)
    {
        bool isMetadata = path == ".metadata";
        if (schema["description"] is null && path.Length > 0 && !isMetadata && !path.EndsWith("[]", StringComparison.Ordinal) && !path.EndsWith("{}", StringComparison.Ordinal))
            faults.Add($"{path} has no description");
        // The server's estimate of what a rule costs needs bounds on what it walks; the status has no rules.
        bool isSpec = path.StartsWith(".spec.", StringComparison.Ordinal);
        if (isSpec && (string?)schema["type"] == "array" && schema["maxItems"] is null)
            faults.Add($"{path} has no maxItems");
        if (isSpec && (string?)schema["type"] == "string" && schema["maxLength"] is null && schema["enum"] is null && schema["pattern"] is null)
            faults.Add($"{path} has no maxLength");
        if (schema["items"] is JsonObject items)
            Walk(items, $"{path}[]", faults);
        if (schema["additionalProperties"] is JsonObject values)
            Walk(values, $"{path}{{}}", faults);
        foreach (var (name, child) in schema["properties"] as JsonObject ?? [])
            Walk(child!.AsObject(), $"{path}.{name}", faults);
    }

    private static IEnumerable<string> Unresolved(Crd crd, JsonObject value, params string[] mayBeAbsent) =>
        from column in crd.Version["additionalPrinterColumns"]!.AsArray()
        let path = (string)column!["jsonPath"]!
        where !mayBeAbsent.Contains((string)column["name"]!) && Resolve(value, path) is null
        select path;

    // The paths that our columns have: names, [*], and a filter on one field.
    private static JsonNode? Resolve(JsonNode? value, string path)
    {
        foreach (string step in path.Replace("[", ".[").Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(new List<string>(), Join))
        {
            value = step switch
            {
                "[*]" => value?.AsArray().FirstOrDefault(),
                _ when step.StartsWith("[?(@.", StringComparison.Ordinal) => value?.AsArray().FirstOrDefault(i => (string?)i![step[5..].Split('=')[0]] == step.Split('\'')[1]),
                _ => value?[step],
            };
        }

        return value;
    }

    // A filter has a dot of its own.
    private static List<string> Join(List<string> steps, string step)
    {
        if (steps.Count > 0 && steps[^1] == "[?(@")
            steps[^1] += $".{step}";
        else
            steps.Add(step);
        return steps;
    }

    private static JsonObject At(JsonObject schema, string path) =>
        path.Split('.').Aggregate(schema, (at, step) => at["properties"]![step]!.AsObject());

    private static void Fill(JsonObject schema, JsonObject value)
    {
        foreach (var (name, child) in schema["properties"] as JsonObject ?? [])
        {
            if (value[name] is null && child!["default"] is { } otherwise)
                value[name] = otherwise.DeepClone();
            if (value[name] is JsonObject map)
                Fill(child!.AsObject(), map);
        }
    }
}
