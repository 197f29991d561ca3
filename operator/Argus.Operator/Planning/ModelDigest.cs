using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning;

/// <summary>
/// The digest that a model server reports for a manifest. The server computes it from the files it verified; this is the same arithmetic on
/// the manifest alone, and a test holds the two together.
/// </summary>
internal static class ModelDigest
{
    private const int AlignmentVersion = 1;

    /// <summary>Every digest that is right: optional files may be there or not.</summary>
    public static ImmutableArray<string> Possible(IReadOnlyList<ModelFile> files)
    {
        // Age, gender and classes beside a vector do not change it, so that they are no part of the digest.
        var relevant = files.Where(f => f.Role is not (ModelRoles.Attributes or ModelRoles.ClassifierHead)).ToList();
        IEnumerable<ImmutableList<ModelFile>> sets = [[.. relevant.Where(f => f.Optional is not true)]];
        foreach (var file in relevant.Where(f => f.Optional is true))
            sets = sets.SelectMany(set => (ImmutableList<ModelFile>[])[set.Add(file), set]).ToList();
        return [.. sets.Select(Compute)];
    }

    /// <summary>The digest of what an endpoint serves: its weights cannot be seen, so that it stands for the address and the name of the model.</summary>
    public static string OfEndpoint(ChatEndpointSpec endpoint) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"endpoint {endpoint.Url} {endpoint.Model}")));

    /// <summary>The digest of what a server in an image of its own serves: it stands for the image, its arguments and the name of the model.</summary>
    public static string OfServer(ChatServerSpec server)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"server {server.Image} {server.Model}\n");
        // Each with its length: two lists that join to one text are two.
        foreach (string argument in server.Args ?? [])
            text.Append(CultureInfo.InvariantCulture, $"arg {argument.Length} {argument}\n");
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Compute(IEnumerable<ModelFile> files)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"alignment {AlignmentVersion}\n");
        foreach (var file in files.OrderBy(f => ModelRoles.All.IndexOf(f.Role)).ThenBy(f => f.Name, StringComparer.Ordinal))
        {
            var (input, output) = (file.Input ?? new ModelInput(), file.Output);
            text.Append(CultureInfo.InvariantCulture, $"role {file.Role} {file.Sha256}\n")
                .Append(CultureInfo.InvariantCulture, $"input {input.Color ?? "rgb"} {Join(input.Mean, 0)} {Join(input.Std, 1)} {input.Height ?? 0} {input.Width ?? 0} {input.MultipleOf ?? 32}\n")
                .Append(CultureInfo.InvariantCulture, $"fit {input.Fit ?? "letterbox"}\n")
                .Append(CultureInfo.InvariantCulture, $"output {output.Family} {output.Dimension ?? 0} {output.ScoreThreshold ?? 0.5f} {output.NmsThreshold ?? 0.4f}\n");
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Join(IReadOnlyList<float>? channels, float otherwise) =>
        string.Join(',', (channels is { Count: > 0 } ? channels : [otherwise, otherwise, otherwise]).Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static int IndexOf(this IReadOnlyList<string> list, string item)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] == item)
                return i;
        }

        return list.Count;
    }
}
