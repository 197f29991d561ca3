using System.Text.Json;
using Argus.Inference.Language;
using Argus.Testing;

namespace Argus.Inference.Tests.Language;

/// <summary>Greedy tokens of the reference, as its own test suite publishes them.</summary>
[Collection(OneModelAtATime.Name)]
public sealed class GoldenTokenTests
{
    [DataTheory]
    [InlineData(1, 256)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    public async Task Generate_TinyModel_GivesTheReferencesTokens(int workers, int chunk)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(TestData.At("golden", "llm", "tiny-random-gpt2-fp32.json")));
        using var model = TestLanguage.Load(TestData.At("models", "llm", "tiny-random-gpt2-fp32"));
        await using var scheduler = new ChatScheduler(model, new ChatSchedulerOptions { Workers = workers, PromptChunk = chunk }, TimeProvider.System);
        int rows = 0;
        foreach (var line in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            foreach (var (input, output) in Rows(line, "input_ids").Zip(Rows(line, "output_ids")))
            {
                var options = new GenerationOptions { Temperature = 0, MaxTokens = line.GetProperty("max_length").GetInt32() - input.Length };
                var stream = scheduler.Start(input, options, DateTimeOffset.MaxValue, default);
                await TestLanguage.TextAsync(stream);
                Assert.Equal<IEnumerable<int>>(output, input.Concat(stream.Tokens));
                Assert.Equal(FinishReason.Length, stream.Reason);
                rows++;
            }
        }

        Assert.Equal(5, rows);
    }

    [DataFact]
    public async Task Generate_OtherArchitecture_DoesTheSameTwice()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(TestData.At("models", "llm", "tiny-random-lfm2-fp32")).Concat(Directory.GetFiles(TestData.At("models", "llm", "tiny-random-gpt2-fp32"), "*token*")))
            File.Copy(file, folder.At(Path.GetFileName(file)));
        using var model = TestLanguage.Load(folder.Path);
        await using var scheduler = new ChatScheduler(model, new ChatSchedulerOptions { PromptChunk = 2 }, TimeProvider.System);

        var options = new GenerationOptions { Temperature = 0, MaxTokens = 20 };
        var first = scheduler.Start([1, 2, 3, 4, 5], options, DateTimeOffset.MaxValue, default);
        var second = scheduler.Start([1, 2, 3, 4, 5], options, DateTimeOffset.MaxValue, default);
        Assert.Equal(await TestLanguage.TextAsync(first), await TestLanguage.TextAsync(second));
        Assert.Equal(first.Tokens, second.Tokens);
        Assert.Equal("lfm2", model.Architecture);
    }

    private static IEnumerable<int[]> Rows(JsonElement line, string name) =>
        line.GetProperty(name).EnumerateArray().Select(r => r.EnumerateArray().Select(t => t.GetInt32()).ToArray());
}
