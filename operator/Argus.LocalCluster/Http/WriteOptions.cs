using System.Text;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Http;

/// <summary>Parameters of create, update and patch.</summary>
/// <param name="DryRun">Do all but store.</param>
/// <param name="FieldValidation">Strict, Warn or Ignore.</param>
/// <param name="Manager">Who the fields belong to afterwards.</param>
/// <param name="Force">Take fields from other managers (apply alone).</param>
internal sealed record WriteOptions(bool DryRun, string FieldValidation, string Manager, bool Force)
{
    private const int MaxManagerBytes = 128;

    /// <summary>Reads a query; returns what is wrong with it, or null.</summary>
    /// <param name="request">With its User-Agent, from which a missing manager is taken.</param>
    /// <param name="kind">CreateOptions, UpdateOptions or PatchOptions.</param>
    /// <param name="apply">True for server-side apply, which must name its manager.</param>
    /// <param name="options">What was read.</param>
    public static StatusFault? Read(HttpRequest request, string kind, bool apply, out WriteOptions options)
    {
        var query = request.Query;
        string manager = query["fieldManager"].ToString();
        string validation = query["fieldValidation"].ToString();
        var causes = new List<FieldCause>();
        bool force = query["force"].ToString() is not ("" or "false" or "0");
        if (apply && manager.Length == 0)
            causes.Add(new FieldCause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager"));
        if (kind == "PatchOptions" && !apply && query.ContainsKey("force"))
            causes.Add(new FieldCause("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"));
        if (Encoding.UTF8.GetByteCount(manager) > MaxManagerBytes)
            causes.Add(new FieldCause("FieldValueTooLong", $"Too long: may not be more than {MaxManagerBytes} bytes", "fieldManager"));
        string[] dryRun = [.. query["dryRun"].Where(v => !string.IsNullOrEmpty(v))!];
        if (dryRun.Any(v => v != "All"))
            causes.Add(UnsupportedDryRun(dryRun));
        if (validation is not ("" or "Ignore" or "Strict" or "Warn"))
            causes.Add(new FieldCause("FieldValueNotSupported", $"Unsupported value: \"{validation}\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"", "fieldValidation"));
        options = new WriteOptions(dryRun.Length > 0, validation.Length == 0 ? "Warn" : validation, manager.Length > 0 ? manager : FromUserAgent(request), force);
        return causes.Count == 0 ? null : StatusFault.InvalidOptions(kind, [.. causes]);
    }

    public static FieldCause UnsupportedDryRun(IEnumerable<string> values) =>
        new("FieldValueNotSupported", $"Unsupported value: [{string.Join(" ", values.Select(v => $"\"{v}\""))}]: supported values: \"All\"", "dryRun");

    private static string FromUserAgent(HttpRequest request)
    {
        string agent = request.Headers.UserAgent.ToString();
        string manager = agent.Split('/')[0];
        return manager.Length == 0 ? "unknown" : manager.Length > MaxManagerBytes ? manager[..MaxManagerBytes] : manager;
    }
}
