using Argus.Contracts.Jobs;
using Argus.Data;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;

namespace Argus.Jobs.Work;

/// <summary>Brings the jobs that messages name into a lane. A message is a hint: whether there is something to do, the store decides.</summary>
internal sealed class KafkaFeed(KafkaIntake intake, Lane lane, IJobStore store, TimeProvider time, ILogger log)
{
    private const int Most = 256;
    private readonly Gathering _gathering = new(time);
    private readonly Pauses _pauses = new("claim the jobs of messages", time, log);

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _gathering.NextAsync(stop);
            await lane.WhenFreeAsync(stop);
            var messages = await intake.TakeAsync(Math.Min(lane.Room, Most), stop);
            if (messages.Count == 0)
                return;
            _gathering.Took(messages.Count);
            var usable = new List<IntakeMessage>(messages.Count);
            foreach (var message in messages)
            {
                if (message.Job.MediaStoreId >= 0)
                    usable.Add(message);
                else
                    _ = message.RefuseAsync($"The media_store_id {message.Job.MediaStoreId} is below 0.");
            }

            // Videos have places of their own, which take from the store: what takes minutes must not hold up the messages behind it.
            var videos = usable.FindAll(message => message.Job.TaskType == JobTasks.VideoFaces);
            usable.RemoveAll(videos.Contains);
            if (videos.Count > 0)
                await KeepAsync(videos, stop);
            if (usable.Count > 0)
                await BeginAsync(usable, stop);
        }
    }

    // Unless it succeeds the messages are not done, and come again to whoever reads next.
    private async Task BeginAsync(IReadOnlyList<IntakeMessage> messages, CancellationToken stop)
    {
        var unknown = await BeginAsync(messages, [.. messages.Select(m => m.Job.JobId!.Value)], stop);
        if (unknown.Count == 0)
            return;
        // Of a producer that wrote to the topic itself. There may be a job for the picture under another id: then that one is meant.
        var made = await PersistAsync(() => store.CreateAsync([.. unknown.Select(Wish)], stop), stop);
        foreach (var gone in await BeginAsync(unknown, [.. made.Select(m => m.Job.Id)], stop))
            gone.Done();
    }

    /// <summary>Sees to it that the store has the jobs.</summary>
    private async Task KeepAsync(IReadOnlyList<IntakeMessage> messages, CancellationToken stop)
    {
        await PersistAsync(() => store.CreateAsync([.. messages.Select(Wish)], stop), stop);
        foreach (var message in messages)
            message.Done();
    }

    /// <returns>The messages whose jobs are not there.</returns>
    private async Task<List<IntakeMessage>> BeginAsync(IReadOnlyList<IntakeMessage> messages, IReadOnlyList<Guid> ids, CancellationToken stop)
    {
        List<IntakeMessage> unknown = [];
        var results = await PersistAsync(() => store.ClaimByIdAsync(ids, stop), stop);
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i] is { Outcome: ClaimOutcome.Claimed, Job: { } job })
                lane.Start(new Claim(job), messages[i].Done);
            else if (results[i].Outcome == ClaimOutcome.Unknown)
                unknown.Add(messages[i]);
            else
                // Waits for a retry, is in other hands or has ended: the store knows what is to come of it, and when.
                messages[i].Done();
        }

        return unknown;
    }

    private async Task<T> PersistAsync<T>(Func<Task<T>> ask, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var answer = await ask();
                _pauses.Reset();
                return answer;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                await _pauses.AfterAsync(e, stop);
            }
        }
    }

    private static NewJob Wish(IntakeMessage message) => new()
    {
        Id = message.Job.JobId,
        TaskType = message.Job.TaskType!,
        MediaStoreId = message.Job.MediaStoreId,
        Priority = message.Job.Priority!.Value,
        Parameters = message.Job.TaskType == JobTasks.VideoFaces ? message.Job.Alone() : null,
        TraceParent = message.TraceParent,
        Announce = false,
    };
}
