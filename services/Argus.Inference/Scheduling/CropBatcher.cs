using Argus.Inference.Sessions;

namespace Argus.Inference.Scheduling;

/// <summary>
/// Joins the rows of different requests into runs of fixed sizes, for devices on which many rows cost little more than one. It has no
/// thread and no timer: a request that finds the device idle runs at once; those that come during a run go together into the next, which
/// the first of them runs. So nobody waits longer than for the run in progress and those before it.
/// </summary>
/// <param name="run">Runs one batch; only one at a time.</param>
/// <param name="rowLength">Floats of a row.</param>
/// <param name="vectorLength">Floats of its vector.</param>
internal sealed class CropBatcher(RunRows run, int rowLength, int vectorLength)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<CropBatch> _waiting = [];
    private bool _busy;

    /// <summary>Requests in the queue.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Runs rows, possibly together with those of others, and returns when they are done.</summary>
    /// <param name="input">Where the rows lie; must stay leased until this returns.</param>
    /// <param name="first">The first row, in floats from the start of <paramref name="input"/>.</param>
    /// <param name="rows">How many; more than the largest bucket become several runs.</param>
    /// <param name="output">Gets the vectors.</param>
    /// <param name="cancel">Takes rows that still wait out of the queue: for callers that hung up and for deadlines.</param>
    /// <exception cref="OperationCanceledException">The rows had not been taken into a run yet.</exception>
    public void Run(FloatBuffer input, int first, int rows, Span<float> output, CancellationToken cancel)
    {
        int most = ShapeBuckets.Rows[^1];
        for (int done = 0; done < rows; done += most)
        {
            int count = Math.Min(most, rows - done);
            var mine = new CropBatch(input, first + (done * rowLength), count, vectorLength);
            RunOne(mine, cancel);
            mine.ThrowIfFailed();
            mine.Output.CopyTo(output[(done * vectorLength)..]);
        }
    }

    private void RunOne(CropBatch mine, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _waiting.AddLast(mine);
            if (!_busy)
                LeadNextNeedsLock();
        }

        try
        {
            mine.Wait(cancel);
        }
        catch (OperationCanceledException) when (Withdraw(mine))
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            // Its rows are in the run that goes on, and their memory must stay until that is over.
            mine.Wait(CancellationToken.None);
        }

        if (mine.State == CropBatchState.Leading)
            Lead();
    }

    private void Lead()
    {
        List<CropBatch> batch = [];
        lock (_lock)
        {
            int rows = 0;
            while (_waiting.First?.Value is { } next && rows + next.Rows <= ShapeBuckets.Rows[^1])
            {
                _waiting.RemoveFirst();
                if (batch.Count > 0)
                    next.State = CropBatchState.Taken;
                batch.Add(next);
                rows += next.Rows;
            }
        }

        try
        {
            RunTogether(batch);
        }
        finally
        {
            lock (_lock)
                LeadNextNeedsLock();
            foreach (var other in batch.Skip(1))
                other.Wake();
        }
    }

    private void RunTogether(List<CropBatch> batch)
    {
        try
        {
            RunPadded(batch);
        }
        catch (Exception e) when (batch.Count == 1)
        {
            batch[0].Fail(e);
        }
        catch (Exception)
        {
            // One request's rows must not fail those of others: each alone tells whose they were.
            foreach (var one in batch)
                RunTogether([one]);
        }
    }

    private void RunPadded(List<CropBatch> batch)
    {
        int rows = batch.Sum(b => b.Rows), bucket = ShapeBuckets.RowsFor(rows);
        if (batch is [var only] && only.Rows == bucket)
        {
            run(only.Input, only.First, bucket, only.Output);
            return;
        }

        using var staging = FloatPool.Shared.Rent(bucket * rowLength);
        using var vectors = FloatPool.Shared.Rent(bucket * vectorLength);
        var input = staging.Span(bucket * rowLength);
        int at = 0;
        foreach (var one in batch)
        {
            one.Input.Span(one.First + (one.Rows * rowLength))[one.First..].CopyTo(input[(at * rowLength)..]);
            at += one.Rows;
        }

        input[(at * rowLength)..].Clear();
        var output = vectors.Span(bucket * vectorLength);
        run(staging, 0, bucket, output);
        at = 0;
        foreach (var one in batch)
        {
            output.Slice(at * vectorLength, one.Output.Length).CopyTo(one.Output);
            at += one.Rows;
        }
    }

    /// <summary>Takes a request out of the queue, and passes the lead on where it had it; false where its rows are in the run already.</summary>
    private bool Withdraw(CropBatch mine)
    {
        lock (_lock)
        {
            if (mine.State == CropBatchState.Taken)
                return false;
            _waiting.Remove(mine);
            if (mine.State == CropBatchState.Leading)
                LeadNextNeedsLock();
            return true;
        }
    }

    private void LeadNextNeedsLock()
    {
        _busy = _waiting.First is not null;
        if (_waiting.First?.Value is { } next)
        {
            next.State = CropBatchState.Leading;
            next.Wake();
        }
    }
}
