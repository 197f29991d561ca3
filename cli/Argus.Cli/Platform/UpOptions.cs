namespace Argus.Cli.Platform;

/// <summary>What <c>argus up</c> was asked for.</summary>
/// <param name="Pack">Name of a pack or path of its manifest; null takes the default.</param>
/// <param name="AcceptedLicenses">Ids of licences accepted, on the command line or in the environment.</param>
/// <param name="Port">Port of the gateway on loopback; 0 takes a free one.</param>
/// <param name="ApiPort">Port of the API server on loopback; 0 takes a free one.</param>
/// <param name="Detach">Whether the platform goes on when the command ends.</param>
/// <param name="Fresh">Whether objects of an earlier time are removed first.</param>
/// <param name="Sample">Whether a ModelDeployment is applied and a photo sent.</param>
/// <param name="DocumentedPorts">Ports of the older services on which the gateway listens too.</param>
/// <param name="Chat">Whether a ModelDeployment of chat is applied too.</param>
internal sealed record UpOptions(
    string? Pack, IReadOnlyList<string> AcceptedLicenses, int Port, int ApiPort, bool Detach, bool Fresh, bool Sample, IReadOnlyList<int> DocumentedPorts, bool Chat);
