using System.Text.RegularExpressions;

namespace Argus.Images.Tests.Dockerfiles;

public sealed partial class DockerfileTests
{
    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void Stages_AreNamedAndStartFromATagOfTheirOwn(string path)
    {
        var file = Dockerfile.Read(path);

        Assert.All(file.Stages, stage => Assert.NotNull(stage.Name));
        Assert.Equal("final", file.Final.Name);
        Assert.True(file.Stages.Count > 1);
        // Pinned by whoever builds: the tag says which release, never whatever is newest.
        Assert.All(file.Stages, stage => Assert.Matches(@"^[a-z0-9./-]+:[a-zA-Z0-9._-]*\d[a-zA-Z0-9._-]*(@sha256:[0-9a-f]{64})?$", stage.Base));
        Assert.All(file.Stages, stage => Assert.Contains(file.Arguments, a => a.Key.EndsWith("_IMAGE", StringComparison.Ordinal) && a.Value == stage.Base));
    }

    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void Copies_OfTheContext_AreThereAndNotIgnored(string path) =>
        Assert.All(
            Dockerfile.Read(path).All("COPY").Where(c => !c.Flags.ContainsKey("from")).SelectMany(c => c.Words[..^1]),
            source => Assert.True(BuildContext.Has(source), $"{source} is not there, or .dockerignore leaves it out"));

    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void Copies_OfOtherStages_NameWhatAnEarlierOneMakes(string path)
    {
        var file = Dockerfile.Read(path);
        for (int i = 0; i < file.Stages.Count; i++)
        {
            foreach (var copy in file.Stages[i].Of("COPY").Where(c => c.Flags.ContainsKey("from")))
            {
                var source = file.Stages.Take(i).SingleOrDefault(s => s.Name == copy.Flags["from"]);
                Assert.True(source is not null, $"{copy.Text}: there is no earlier stage {copy.Flags["from"]}");
                string made = copy.Words[0].TrimEnd('/');
                Assert.Contains(source.Instructions, n => n.Keyword is "RUN" or "WORKDIR" && (n.Text.Contains(made, StringComparison.Ordinal) || (made.EndsWith("/node_modules", StringComparison.Ordinal) && n.Text.StartsWith("npm ci", StringComparison.Ordinal))));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void Publish_HasAllThatTheProjectIsBuiltFrom(string path)
    {
        var file = Dockerfile.Read(path);
        var build = file.Stages.Single(s => s.Name == "build");
        string[] copied = [.. build.Of("COPY").SelectMany(c => c.Flags.ContainsKey("from") ? [c.Words[^1]] : c.Words[..^1])];

        Assert.All(BuildContext.Needs(file.Project), need =>
            Assert.True(copied.Any(c => need == c || need.StartsWith(c + "/", StringComparison.Ordinal)), $"{file.Project} is built from {need}, which no COPY brings"));
    }

    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void Final_RunsWithoutRootAndSaysWhatItIs(string path)
    {
        var final = Dockerfile.Read(path).Final;

        Assert.Equal("10001:10001", final.Of("USER").Last().Text);
        // What comes after must not run as root again, nor before as somebody who may not.
        Assert.DoesNotContain(final.Instructions.SkipWhile(i => i.Keyword != "USER"), i => i.Keyword is "RUN" or "COPY");
        var labels = final.Of("LABEL").SelectMany(l => l.Pairs).Select(l => l.Key).ToArray();
        Assert.All(["title", "description", "version", "revision", "licenses"], name => Assert.Contains($"org.opencontainers.image.{name}", labels));
        Assert.NotEmpty(final.Of("EXPOSE"));
        // Debian's lists would stay in the layer.
        Assert.All(final.Of("RUN").Where(r => r.Text.Contains("apt-get install", StringComparison.Ordinal)), r =>
        {
            Assert.EndsWith("rm -rf /var/lib/apt/lists/*", r.Text);
            Assert.Equal(Regex.Count(r.Text, "apt-get install"), Regex.Count(r.Text, "apt-get install -y --no-install-recommends"));
        });
    }

    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void Final_StartsAndAsksTheProgramThatWasPublished(string path)
    {
        var file = Dockerfile.Read(path);
        string program = $"/opt/argus/{Path.GetFileName(file.Project)}";

        Assert.Contains(file.Final.Of("COPY"), c => c.Text == "/out /opt/argus" && c.Flags["from"] == "build");
        Assert.Equal($"[\"{program}\"]", file.Final.Instructions.Single(i => i.Keyword is "CMD" or "ENTRYPOINT").Text);
        Assert.Equal($"CMD [\"{program}\", \"--health\"]", file.Final.Of("HEALTHCHECK").Single().Text);
    }

    [Fact]
    public void ModelServers_HoldTheWeightsOfSelftestWherePodsLook()
    {
        string defaults = File.ReadAllText(BuildContext.At("operator/Argus.Operator/Planning/PlanOptions.cs"));
        string folder = ModelPath().Match(defaults).Groups[1].Value;

        var servers = Dockerfile.Files.Where(f => f.StartsWith("images/model-server.", StringComparison.Ordinal)).Select(Dockerfile.Read).ToArray();

        Assert.NotEmpty(servers);
        Assert.All(servers, s => Assert.Contains(s.Final.Of("COPY"), c => c.Words is ["models/selftest", var to] && to == $"{folder}/selftest"));
        Assert.All(servers, s => Assert.Equal(folder, s.Final.Environment["ARGUS_MODEL_PATH"]));
    }

    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void File_HoldsNoSecretAndFetchesNothingUnchecked(string path)
    {
        var file = Dockerfile.Read(path);

        Assert.DoesNotContain(file.Arguments.Keys.Concat(file.All("ARG").Concat(file.All("ENV")).SelectMany(i => i.Pairs.Select(p => p.Key).Append(i.Words[0]))), Secret().IsMatch);
        Assert.DoesNotContain(file.All("RUN"), r => Fetch().IsMatch(r.Text));
    }

    [Fact]
    public void Read_LinesFlagsAndPairs_AreTakenApart()
    {
        const string text = "# no\nCOPY --from=build --chown=1:2 /a /b\nENV A=1 \\\n# no\n    N= \\\n    B=\"two words\" C=\nRUN --mount=type=cache,target=/x a && \\\n  b\n";

        var read = Dockerfile.Instructions(text).ToArray();

        Assert.Equal(["COPY", "ENV", "RUN"], read.Select(i => i.Keyword));
        Assert.Equal(("build", "1:2", "/a /b"), (read[0].Flags["from"], read[0].Flags["chown"], read[0].Text));
        Assert.Equal([("A", "1"), ("N", ""), ("B", "two words"), ("C", "")], read[1].Pairs.Select(p => (p.Key, p.Value)));
        Assert.Equal("a && b", read[2].Text);
    }

    [GeneratedRegex("string ModelPath .* = \"(.*)\";")]
    private static partial Regex ModelPath();

    [GeneratedRegex("TOKEN|PASSWORD|SECRET|API_?KEY|CREDENTIAL", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\b(curl|wget)\b|git clone|npm install\b")]
    private static partial Regex Fetch();
}
