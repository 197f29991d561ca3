using Spectre.Console;

namespace Argus.Cli.Hosting;

/// <summary>Words for people: results on standard output, trouble on standard error.</summary>
internal static class Terminal
{
    /// <summary>Exit code of a command that did what was asked.</summary>
    public const int Ok = 0;

    /// <summary>Exit code of a command that could not.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of a command that was called wrongly.</summary>
    public const int Usage = 2;

    /// <summary>Exit code after Ctrl-C, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Standard output. Wide where it is not a terminal: what is piped is not folded at 80 columns.</summary>
    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error.</summary>
    public static IAnsiConsole Err { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Says why a command could not do what was asked.</summary>
    public static int Fail(string sentence, int exitCode = Failed)
    {
        Console.Error.WriteLine($"argus: {sentence}");
        return exitCode;
    }

    /// <summary>A line of results. On a terminal it goes through the console, which keeps a bar of progress below it.</summary>
    public static void Line(string text) => Write(Console.IsOutputRedirected ? null : Out, Console.Out, text);

    /// <summary>A line about trouble or waiting, beside the results.</summary>
    public static void Remark(string text) =>
        // Where both are one terminal, the bar of progress is on the console of the results.
        Write(Console.IsErrorRedirected ? null : Console.IsOutputRedirected ? Err : Out, Console.Error, text);

    private static void Write(IAnsiConsole? terminal, TextWriter redirected, string text)
    {
        if (terminal is null)
            redirected.WriteLine(text);
        else
            terminal.WriteLine(text);
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = 200;
        return console;
    }
}
