using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Schema;

/// <summary>Limits of numbers and strings.</summary>
internal static class ScalarChecks
{
    public static void Run(SchemaNode node, JsonNode value, FieldPath path, List<FieldCause> causes)
    {
        if (node.Quantity && Schema.Quantity.Parse(value) is null)
        {
            causes.Add(Causes.Invalid(path.ToString(), value, Schema.Quantity.Form));
            return;
        }

        if (value.Is(JsonValueKind.Number))
            CheckNumber(node, value, path, causes);
        else if (value.AsText() is { } text)
            CheckText(node, text, path, causes);
    }

    public static bool IsWhole(JsonNode value) => value.AsNumber() is { } number && number == Math.Floor(number);

    public static FieldCause OutOfFormat(string format, string path) =>
        Causes.Invalid("<nil>", "", $"Checked value must be of type integer with format {format} in {path}");

    /// <summary>The type of a value in the server's words.</summary>
    public static string TypeName(JsonNode value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => IsWhole(value) ? "integer" : "float64",
            _ => "boolean",
        },
    };

    public static string TypeName(SchemaNode node) => node.IntOrString ? "integer,string" : node.Type switch
    {
        NodeType.Object => "object",
        NodeType.Array => "array",
        NodeType.String => "string",
        NodeType.Boolean => "boolean",
        NodeType.Integer => "integer",
        _ => "number",
    };

    private static void CheckNumber(SchemaNode node, JsonNode value, FieldPath path, List<FieldCause> causes)
    {
        if (node is { Type: NodeType.Integer, Format: "int32" } && value.AsInteger() is not (>= int.MinValue and <= int.MaxValue))
            causes.Add(OutOfFormat("int32", path.Body));
        if (node.Limits is not { } limits || value.AsNumber() is not { } number)
            return;
        if (node.IsBuiltIn)
        {
            CheckBuiltIn(limits, value, number, path, causes);
            return;
        }

        string? detail = null;
        if (limits.Minimum is { } minimum && (number < minimum || (limits.ExclusiveMinimum && number == minimum)))
            detail = limits.ExclusiveMinimum ? $"greater than {Plain(minimum)}" : $"greater than or equal to {Plain(minimum)}";
        else if (limits.Maximum is { } maximum && (number > maximum || (limits.ExclusiveMaximum && number == maximum)))
            detail = limits.ExclusiveMaximum ? $"less than {Plain(maximum)}" : $"less than or equal to {Plain(maximum)}";
        else if (limits.MultipleOf is { } multiple && number % multiple != 0)
            detail = $"a multiple of {Plain(multiple)}";
        if (detail is not null)
            causes.Add(Causes.Invalid(path.ToString(), value, $"{path.Body} in body should be {detail}"));
    }

    private static void CheckBuiltIn(ValueLimits limits, JsonNode value, double number, FieldPath path, List<FieldCause> causes)
    {
        bool tooSmall = number < limits.Minimum || (limits.ExclusiveMinimum && number == limits.Minimum);
        if (limits.Maximum is { } maximum && (tooSmall || number > maximum))
            causes.Add(Causes.Invalid(path.ToString(), value, $"must be between {Plain(limits.Minimum ?? 0)} and {Plain(maximum)}, inclusive"));
        else if (tooSmall)
            causes.Add(Causes.Invalid(path.ToString(), value, limits.ExclusiveMinimum ? "must be greater than 0" : "must be greater than or equal to 0"));
    }

    private static void CheckText(SchemaNode node, string text, FieldPath path, List<FieldCause> causes)
    {
        if (!node.IsBuiltIn && node.Format is { } format && !Formats.Fits(format, text))
            causes.Add(Causes.Invalid(path.ToString(), text, $"{path.Body} in body must be of type {format}: {Causes.Quoted(text)}"));
        if (node.Limits is not { } limits)
            return;
        long length = limits.MinLength is null && limits.MaxLength is null ? 0 : text.EnumerateRunes().LongCount();
        if (limits.MinLength > length)
            causes.Add(Causes.Invalid(path.ToString(), text, $"{path.Body} in body should be at least {limits.MinLength} chars long"));
        if (limits.MaxLength < length)
            causes.Add(Causes.TooLong(path.ToString(), limits.MaxLength.Value));
        if (limits.Pattern is { } pattern && !Matches(pattern, text))
            causes.Add(Causes.Invalid(path.ToString(), text, $"{path.Body} in body should match '{pattern}'"));
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Plain(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
