using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Contracts;
using Argus.Data.Jobs;

namespace Argus.Jobs.Api;

/// <summary>The state of a job as an event of a stream.</summary>
/// <param name="Id">Of the event: the same for the same state, whichever process tells of it.</param>
/// <param name="Text">As it goes over the wire.</param>
internal sealed record JobStateEvent(string Id, string Text)
{
    /// <summary>Milliseconds after which a browser comes again when a stream breaks off.</summary>
    private const int ComeAgain = 2000;

    /// <summary>The event of a job as it stands.</summary>
    public static JobStateEvent Of(Job job)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(job.ToBody(), ContractsJson.Default.JobBody);
        string id = Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8));
        return new JobStateEvent(id, $"id: {id}\nevent: job\nretry: {ComeAgain}\ndata: {Encoding.UTF8.GetString(json)}\n\n");
    }
}
