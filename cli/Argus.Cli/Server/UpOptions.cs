namespace Argus.Cli.Server;

/// <summary>What <c>argus up</c> was asked for.</summary>
/// <param name="Pack">Name of a pack or path of its manifest; null takes the default.</param>
/// <param name="AcceptedLicenses">Ids of licences accepted, on the command line or in the environment.</param>
/// <param name="Port">Port on loopback; 0 takes a free one.</param>
/// <param name="Detach">Whether the server goes on when the command ends.</param>
internal sealed record UpOptions(string? Pack, IReadOnlyList<string> AcceptedLicenses, int Port, bool Detach);
