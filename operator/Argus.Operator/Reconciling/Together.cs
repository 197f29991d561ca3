namespace Argus.Operator.Reconciling;

/// <summary>Parts of the process of which none is of use without the others.</summary>
internal static class Together
{
    /// <summary>Runs parts until one of them ends, which ends the others too, so that a part that broke is not missed while the rest goes on.</summary>
    /// <exception cref="Exception">What a part threw.</exception>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> parts, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(parts.Select(part => RunAsync(part, ending)));
    }

    private static async Task RunAsync(Func<CancellationToken, Task> part, CancellationTokenSource ending)
    {
        try
        {
            await part(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to end.
        }
        finally
        {
            await ending.CancelAsync();
        }
    }
}
