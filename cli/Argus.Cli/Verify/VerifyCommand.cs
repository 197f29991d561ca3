using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Cli.Vision;

namespace Argus.Cli.Verify;

/// <summary><c>argus verify</c>: whether two pictures show one person, by a server or in this process.</summary>
internal static class VerifyCommand
{
    /// <summary>Exit code for two people.</summary>
    public const int Different = 1;

    /// <summary>Exit code where there is no answer: that of diff, cmp and grep, where 1 is an answer too.</summary>
    public const int NoAnswer = 2;

    public static Command Create(TimeProvider time)
    {
        var first = new Argument<string>("A") { Description = "A picture with a face; the largest one counts." };
        var second = new Argument<string>("B") { Description = "Another." };
        var threshold = NumberOption.Create("--threshold", "COSINE", "Similarity from which they count as one person, -1 to 1. Default: the one that belongs to the model.", -1f, 1f);
        var json = new Option<bool>("--json") { Description = "One line of JSON: file1, file2, then the fields of POST /verify." };
        var vision = new VisionOptions();
        var command = new Command("verify", "Compares the largest faces of two pictures. Exit code, as of diff: 0 the same person, 1 different people, 2 no answer (called wrongly, no face, no server).") { first, second, threshold, json };
        vision.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var (models, _) = await vision.OpenAsync(parsed, VisionTask.Faces, time, cancel);
                if (models is null)
                    return NoAnswer;
                using (models)
                {
                    var run = new VerifyRun(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second), parsed.GetValue(threshold), parsed.GetValue(json));
                    return await run.RunAsync(models, cancel);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Elsewhere that ends in 1, which would be an answer here.
                return Terminal.Fail(e.Message, NoAnswer);
            }
        });
        return command;
    }
}
