using System.Text.RegularExpressions;
using System.Xml.Linq;
using Argus.Testing;

namespace Argus.Images.Tests.Dockerfiles;

/// <summary>What a build may read: the tree of the repository, less what .dockerignore leaves out.</summary>
internal static partial class BuildContext
{
    private static readonly string[] Allowed =
        [.. File.ReadLines(At(".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..])];

    /// <summary>Whether a path is there and goes into the build.</summary>
    public static bool Has(string path) => Path.Exists(At(path)) && Allowed.Any(a => path == a || path.StartsWith(a + "/", StringComparison.Ordinal));

    /// <summary>Paths, relative to the repository, that building a project reads: its folder, its references' folders, and files that they name elsewhere.</summary>
    public static IReadOnlyCollection<string> Needs(string folder)
    {
        var needs = new HashSet<string>();
        var left = new Stack<string>([folder]);
        while (left.TryPop(out string? at))
        {
            if (!needs.Add(at))
                continue;
            var project = XDocument.Load(Directory.GetFiles(At(at), "*.csproj").Single());
            foreach (string include in project.Descendants().Select(e => e.Attribute("Include")?.Value).OfType<string>())
            {
                if (include.StartsWith("../", StringComparison.Ordinal))
                {
                    string full = Path.GetRelativePath(TestData.Repository, Path.GetFullPath(Path.Combine(At(at), include.Split('*')[0]))).TrimEnd('/');
                    if (full.EndsWith(".csproj", StringComparison.Ordinal))
                        left.Push(Path.GetDirectoryName(full)!);
                    else
                        needs.Add(full);
                }
                else if (NodeModule().Match(include) is { Success: true })
                {
                    needs.Add("node_modules");
                }
            }
        }

        // MSBuild takes these from the folders above a project.
        needs.UnionWith(["Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "global.json"]);
        return needs;
    }

    public static string At(string path) => Path.Combine(TestData.Repository, path);

    [GeneratedRegex(@"^\$\((NodeModules|OrtPackage)\)")]
    private static partial Regex NodeModule();
}
