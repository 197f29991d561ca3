using System.Collections.Immutable;
using Argus.Inference.Language;
using Argus.Inference.Models;
using Argus.Inference.Sessions;
using Argus.Testing;

namespace Argus.Inference.Tests.Language;

/// <summary>Language models of tests.</summary>
internal static class TestLanguage
{
    /// <summary>The pack that says one sentence, or counts.</summary>
    public static string SelfTest { get; } = Path.Combine(TestData.Repository, "models", "selftest-chat");

    /// <summary>What the self-test says.</summary>
    public const string Sentence = "This is the self-test of Argus \u2013 it proves that chat works, and knows nothing.";

    /// <summary>Loads a folder as it lies.</summary>
    public static LanguageModel Load(string folder) => LanguageModel.Load(Resolved(folder), new HardwareOptions());

    public static ResolvedPack Resolved(string folder)
    {
        var pack = new ModelPack { Name = "test", License = new ModelLicense("MIT", true, false, null), Files = [] };
        return new ResolvedPack(pack, ImmutableDictionary<ModelRole, ResolvedFile>.Empty, "sha256:test")
        {
            Language = [.. Directory.GetFiles(folder).Where(f => !f.EndsWith(".yaml", StringComparison.Ordinal)).Select(f => new ResolvedFile(File(Path.GetFileName(f)), f))],
        };
    }

    /// <summary>The whole text of a stream.</summary>
    public static async Task<string> TextAsync(ChatStream stream) => string.Concat(await stream.Parts.ReadAllAsync().ToListAsync());

    /// <summary>A prompt of one message.</summary>
    public static int[] Prompt(LanguageModel model, string content)
    {
        Assert.Null(model.Prompt($$"""[{"role":"user","content":"{{content}}"}]""", null, out int[] tokens));
        return tokens;
    }

    private static ModelFile File(string name) => new()
    {
        Name = name,
        Role = ModelRole.LanguageModel,
        Sha256 = "",
        Output = new OutputContract { Family = ModelFamily.GenAI },
    };
}
