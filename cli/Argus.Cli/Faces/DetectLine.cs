using System.Text.Json;
using Argus.Cli.Pictures;
using Argus.Contracts;
using Argus.Contracts.Faces;

namespace Argus.Cli.Faces;

/// <summary>One line of JSON a file: <c>file</c>, then the fields of <c>/detect</c>, or <c>error</c>.</summary>
internal static class DetectLine
{
    /// <summary>The line of a file that was read.</summary>
    public static string Format(string file, DetectResponse response) => JsonLine.Write(file, writer =>
    {
        var body = JsonSerializer.SerializeToElement(response, ContractsJson.Default.DetectResponse);
        foreach (var property in body.EnumerateObject())
            property.WriteTo(writer);
    });

    /// <summary>The line of a file that could not be used.</summary>
    public static string Format(string file, string error) => JsonLine.Write(file, writer => writer.WriteString("error", error));
}
