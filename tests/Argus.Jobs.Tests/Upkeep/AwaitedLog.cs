using Argus.Jobs.Upkeep;
using Argus.Testing.Processes;
using Microsoft.Extensions.Logging;

namespace Argus.Jobs.Tests.Upkeep;

/// <summary>A log that tells when something was written.</summary>
internal sealed class AwaitedLog : ILogger<Sweeper>
{
    private readonly Signal _written = new();
    private volatile string _text = "";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _text += formatter(state, exception) + "\n";
        _written.Set();
    }

    /// <summary>Waits until it holds this text.</summary>
    public Task UntilAsync(string text) => _written.UntilAsync(() => _text.Contains(text, StringComparison.Ordinal), TimeSpan.FromSeconds(30), () => _text);
}
