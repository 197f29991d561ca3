using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Inference.Models;

/// <summary>The identity of a pack's vectors: the same digest means that they may be compared.</summary>
public static class ContractDigest
{
    /// <summary>Version of the face alignment (template, solver, warp). Raise it when vectors change with the same weights.</summary>
    public const int AlignmentVersion = 1;

    /// <summary>
    /// <c>sha256:</c> and 64 hex digits over the files' hashes, roles and contracts. Attributes and classifier heads are left out of it:
    /// whether age, gender or a class are told beside a vector does not change the vector. A head names the digest that it belongs to.
    /// </summary>
    public static string Compute(IEnumerable<ModelFile> files)
    {
        var text = new StringBuilder(Line("alignment", AlignmentVersion));
        foreach (var file in files.Where(f => f.Role is not (ModelRole.Attributes or ModelRole.ClassifierHead)).OrderBy(f => f.Role).ThenBy(f => f.Name, StringComparer.Ordinal))
        {
            var (input, output) = (file.Input, file.Output);
            text.Append(Line("role", ManifestNames.Of(ManifestNames.Roles, file.Role), file.Sha256))
                .Append(Line("input", ManifestNames.Of(ManifestNames.Colors, input.Color), Join(input.Mean), Join(input.Std), input.Height, input.Width, input.MultipleOf))
                .Append(Line("fit", ManifestNames.Of(ManifestNames.Fits, input.Fit)))
                .Append(Line("output", ManifestNames.Of(ManifestNames.Families, output.Family), output.Dimension, output.ScoreThreshold, output.NmsThreshold));
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The digest of what a server elsewhere serves: its weights cannot be seen, so that it stands for the address and the name of the model.</summary>
    public static string OfEndpoint(string url, string? model) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"endpoint {url} {model}")));

    private static string Line(string name, params ReadOnlySpan<object> values)
    {
        var line = new StringBuilder(name);
        foreach (object value in values)
            line.Append(CultureInfo.InvariantCulture, $" {value}");
        return line.Append('\n').ToString();
    }

    private static string Join(ImmutableArray<float> values) =>
        string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
}
