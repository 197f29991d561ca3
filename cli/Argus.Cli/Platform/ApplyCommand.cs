using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Kube.Client;
using YamlDotNet.Core;

namespace Argus.Cli.Platform;

/// <summary><c>argus apply</c>: puts resources into the local cluster, for machines without kubectl.</summary>
internal static class ApplyCommand
{
    public static Command Create(TimeProvider time)
    {
        var files = new Argument<string[]>("FILE") { Description = "YAML or JSON, one or more resources each; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("apply", "Applies resources to the platform that `up` started.") { files };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetRequiredValue(files), time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] files, TimeProvider time, CancellationToken cancel)
    {
        if (RunningPlatform.Find() is null)
            return Terminal.Fail("Nothing runs. ./argus up starts the platform.");
        using var client = RunningPlatform.Connect(time);
        var kinds = new ServedKinds(client);
        int exit = Terminal.Ok;
        foreach (string file in files)
        {
            try
            {
                string text = file == "-" ? await Console.In.ReadToEndAsync(cancel) : await File.ReadAllTextAsync(file, cancel);
                foreach (var document in ResourceDocument.ReadAll(text))
                    Console.WriteLine(await ApplyAsync(client, kinds, document, cancel));
            }
            catch (Exception e) when (e is KubernetesException or HttpRequestException or TimeoutException or IOException or UnauthorizedAccessException or FormatException or YamlException)
            {
                // The other files are applied all the same.
                exit = Terminal.Fail($"{file}: {e.Message}");
            }
        }

        return exit;
    }

    private static async Task<string> ApplyAsync(KubernetesClient client, ServedKinds kinds, ResourceDocument document, CancellationToken cancel)
    {
        var type = await kinds.FindAsync(document.ApiVersion, document.Kind, cancel)
            ?? throw new FormatException($"the cluster does not serve {document.ApiVersion} {document.Kind}");
        string? ns = type.Namespaced ? document.Namespace ?? "default" : null;
        await client.Resource(type).ApplyAsync(document.Name, ns, document.Bytes, new ApplyOptions { Force = true }, cancel);
        return $"{type.Plural}{(type.Group.Length == 0 ? "" : "." + type.Group)}/{document.Name} applied";
    }
}
