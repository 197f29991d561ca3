using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Causes in the server's words.</summary>
public static class Causes
{
    /// <summary>The cause added where a broken schema kept rules from being run.</summary>
    public static readonly FieldCause RulesNotChecked = new(
        "FieldValueInvalid",
        "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
        "<nil>");

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FieldCause Required(string field, string detail = "") =>
        new("FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}", field);

    public static FieldCause Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", $"Invalid value: {Text(value)}: {detail}", field);

    public static FieldCause TypeInvalid(string field, string typeName, string detail) =>
        new("FieldValueTypeInvalid", $"Invalid value: {Text(typeName)}: {detail}", field);

    public static FieldCause NotSupported(string field, JsonNode? value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", $"Unsupported value: {Text(value)}: supported values: {string.Join(", ", supported.Select(Quoted))}", field);

    public static FieldCause Forbidden(string field, string detail) => new("FieldValueForbidden", $"Forbidden: {detail}", field);

    public static FieldCause Duplicate(string field, JsonNode? value) => new("FieldValueDuplicate", $"Duplicate value: {Text(value)}", field);

    public static FieldCause TooLong(string field, long limit) =>
        new("FieldValueTooLong", $"Too long: may not be more than {limit} bytes", field);

    public static FieldCause TooMany(string field, long actual, long limit) =>
        new("FieldValueTooMany", $"Too many: {actual}: must have at most {limit} items", field);

    /// <summary>True where the cause keeps CEL rules from being run.</summary>
    public static bool BlocksRules(FieldCause cause) => cause.Reason
        is "FieldValueRequired" or "FieldValueTypeInvalid" or "FieldValueNotSupported" or "FieldValueTooLong" or "FieldValueTooMany";

    /// <summary>A value as the server prints it: JSON, without escapes that only HTML needs.</summary>
    public static string Text(JsonNode? value) => value is null ? "null" : value.ToJsonString(Plain);

    public static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);
}
