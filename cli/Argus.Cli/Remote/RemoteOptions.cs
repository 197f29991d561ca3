using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>Options that name a server and say how it is asked, the same for every command that can ask one.</summary>
/// <param name="fallback">The server where none is named; null: this process computes.</param>
internal sealed class RemoteOptions(string? fallback = null)
{
    // The time that the first demo clients of this field gave a job.
    private const double DefaultTimeout = 300;
    private const int DefaultConcurrency = 4;

    /// <summary>The server; null where pictures are looked at in this process.</summary>
    public Option<string?> Server { get; } = new("--server", "--inference")
    {
        HelpName = "URL",
        Description = $"Ask this server, such as https://argus.example.com or localhost:8080. Default: ARGUS_SERVER, else {fallback ?? "none: this process computes"}.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ARGUS_SERVER") is { Length: > 0 } server ? server : fallback,
    };

    private readonly Option<string?> _key = new("--key")
    {
        HelpName = "KEY",
        Description = "API key or JWT for the server. Others on this machine can see it in the list of processes: --key-file and ARGUS_KEY are better.",
    };

    private readonly Option<string?> _keyFile = new("--key-file") { HelpName = "FILE", Description = "File that holds the key." };
    private readonly Option<string?> _deployment = CreateDeployment();
    private readonly Option<double?> _timeout = NumberOption.Create("--timeout", "SECONDS", "How long one picture may take at the server, waiting and trying again included. Default: 300.", 0.001, 86_400.0);
    private readonly Option<int?> _concurrency = NumberOption.Create("--concurrency", "N", "Requests to the server under way at once. Default: 4.", 1, 256);
    private readonly Option<string?> _authorities = new("--ca") { HelpName = "FILE", Description = "PEM file of the authorities that the server's certificate may come from, in place of this machine's." };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Take any certificate of the server. Whoever is on the way can then read and change everything." };

    private Option[] WithServerOnly => [_key, _keyFile, _deployment, _timeout, _concurrency, _authorities, _insecure];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        // A job chooses its models itself.
        foreach (var option in ((Option[])[Server, .. WithServerOnly]).Where(o => fallback is null || o != _deployment))
            command.Options.Add(option);
    }

    /// <summary>Refuses options that contradict each other: a key that nobody gets was meant for somebody.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="local">Options for computing in this process.</param>
    public void Check(CommandResult result, IReadOnlyList<Option> local)
    {
        if (Typed(result, Server) && local.FirstOrDefault(option => Typed(result, option)) is { } other)
            result.AddError($"{other.Name} is for computing in this process; a server has its own model. Leave out either it or --server.");
        if (!AsksServer(result.GetValue(Server), result, local) && WithServerOnly.FirstOrDefault(option => Typed(result, option)) is { } lonely)
            result.AddError($"{lonely.Name} is for a server: name it with --server or ARGUS_SERVER.");
    }

    /// <summary>The server that is to be asked; null where this process computes; or what is wrong with the options.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="local">Options for computing in this process: typed, they win over ARGUS_SERVER.</param>
    public (RemoteTarget? Target, string? Error) Read(ParseResult parsed, IReadOnlyList<Option> local)
    {
        string? server = parsed.GetValue(Server);
        if (!AsksServer(server, parsed.CommandResult, local))
            return (null, null);
        string? authorities = parsed.GetValue(_authorities);
        bool insecure = parsed.GetValue(_insecure);
        var address = ServerAddress.Parse(server!, tls: insecure || authorities is not null);
        if (!address.Ok)
            return (null, Typed(parsed.CommandResult, Server) ? address.Trouble.Sentence : $"ARGUS_SERVER: {address.Trouble.Sentence}");
        if (address.Value.Scheme != Uri.UriSchemeHttps && (insecure || authorities is not null))
            return (null, $"{(insecure ? "--insecure" : "--ca")} is for https://; {address.Value} is not encrypted at all.");
        if (insecure && authorities is not null)
            return (null, "Give either --ca or --insecure: the one asks for a certificate, the other takes any.");
        var key = KeySource.Find(parsed.GetValue(_key), parsed.GetValue(_keyFile), Environment.GetEnvironmentVariable("ARGUS_KEY"));
        if (!key.Ok)
            return (null, key.Trouble.Sentence);
        var trusted = authorities is null ? (Reply<X509Certificate2Collection>?)null : ReadAuthorities(authorities);
        if (trusted?.Trouble is { } untrusted)
            return (null, untrusted.Sentence);
        var target = new RemoteTarget
        {
            Address = address.Value,
            Key = key.Value.Length > 0 ? key.Value : null,
            Deployment = parsed.GetValue(_deployment),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout) ?? DefaultTimeout),
            Concurrency = parsed.GetValue(_concurrency) ?? DefaultConcurrency,
            Authorities = trusted?.Value,
            AnyCertificate = insecure,
        };
        return (target, null);
    }

    private static Option<string?> CreateDeployment()
    {
        var option = new Option<string?>("--deployment") { HelpName = "NAME", Description = "Which ModelDeployment a gateway is to ask: NAME or NAMESPACE/NAME. Default: the gateway chooses." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/')))
                result.AddError("--deployment must be the name of a ModelDeployment: NAME or NAMESPACE/NAME.");
        });
        return option;
    }

    private bool AsksServer(string? server, SymbolResult result, IReadOnlyList<Option> local) =>
        server is not null && (Typed(result, Server) || !local.Any(option => Typed(result, option)));

    private static bool Typed(SymbolResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static Reply<X509Certificate2Collection> ReadAuthorities(string path)
    {
        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPemFile(path);
            return certificates.Count > 0 ? certificates : new Trouble($"'{path}' holds no certificate: --ca wants a PEM file with BEGIN CERTIFICATE in it.");
        }
        catch (CryptographicException e)
        {
            return new Trouble($"'{path}' is no PEM file of certificates: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Trouble($"The authorities cannot be read from '{path}': {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e.Message)}");
        }
    }
}
