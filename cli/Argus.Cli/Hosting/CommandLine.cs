using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Argus.Cli.Hosting;

/// <summary>Runs what was typed: wrong words, signals and unusable files end in a sentence and an exit code.</summary>
internal static class CommandLine
{
    // A server that is stopped drains first; nothing else is worth waiting for.
    private static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs the command that was named and returns its exit code.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, TimeProvider time)
    {
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed);

        using var ending = new Ending(parsed.CommandResult.Command.Name is "up" or "down" or "start" or "stop" ? ServerPatience : Patience, time);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, ending.Token);
        }
        catch (OperationCanceledException) when (ending.Token.IsCancellationRequested)
        {
            return Terminal.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Terminal.Fail(e.Message);
        }
    }

    private static int Refuse(ParseResult parsed)
    {
        // A word that is none makes other complaints follow.
        string[] unknown = [.. parsed.UnmatchedTokens.Select(word => $"'{word}' is no command or option here.")];
        foreach (string sentence in unknown.Length > 0 ? unknown : parsed.Errors.Select(e => e.Message))
            Terminal.Fail(sentence);
        List<string> words = [];
        for (var command = parsed.CommandResult; command.Parent is CommandResult parent; command = parent)
            words.Insert(0, command.Command.Name);
        Console.Error.WriteLine($"{string.Join(' ', words.Prepend("./argus"))} --help tells more.");
        return Terminal.Usage;
    }
}
