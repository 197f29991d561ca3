using System.Net;
using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>Reads an answer, whatever it is, within bounds.</summary>
internal sealed class AnswerReader(RemoteTarget target, TimeProvider time)
{
    // A thousand faces with vectors of 512 values take about 7 MB.
    private const int MaxAnswer = 64 * 1024 * 1024;
    private const int MaxProblem = 64 * 1024;

    /// <summary>The path of a question as people know it.</summary>
    public static string NameOf(string path) => $"/{path.Split('?')[0]}";

    /// <summary>The bytes of the answer that was hoped for, or why there is none.</summary>
    public async Task<(byte[]? Answer, RemoteFault? Fault)> ReadAsync(HttpResponseMessage response, string path, CancellationToken cancel)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted)
        {
            if (!IsJson(response))
                return (null, new RemoteFault(RemoteFaultKind.Server, $"{target.Address} answers {response.RequestMessage!.Method} {NameOf(path)} with {TypeOf(response)} instead of JSON: is it Argus, or does something stand between?"));
            return await ReadBodyAsync(response, MaxAnswer, cancel) is { } answer
                ? (answer, null)
                : (null, new RemoteFault(RemoteFaultKind.Picture, $"The answer is longer than {MaxAnswer / 1024 / 1024} MiB and was not read to its end."));
        }

        byte[]? problem = IsJson(response) ? await ReadBodyAsync(response, MaxProblem, cancel) : null;
        string? detail = problem is null ? null : ProblemText.Find(problem);
        return (null, StatusFaults.Explain(response, NameOf(path), Words(response, detail), target, time));
    }

    // The server's own words where there are some; a page of HTML is nothing to show in a terminal.
    private string Words(HttpResponseMessage response, string? detail) =>
        detail is { Length: > 0 } ? $"{(int)response.StatusCode}: {OneLine.Of(detail, target.Key)}" : $"{(int)response.StatusCode}, {TypeOf(response)}";

    private static bool IsJson(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is { } type
        && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private string TypeOf(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type ? OneLine.Of(type, target.Key) : "nothing that says what it is";

    private static async Task<byte[]?> ReadBodyAsync(HttpResponseMessage response, int limit, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentLength > limit)
            return null;
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (bytes.Length + read > limit)
                return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
