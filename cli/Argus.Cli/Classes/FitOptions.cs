namespace Argus.Cli.Classes;

/// <summary>What <c>argus classes fit</c> was asked for.</summary>
/// <param name="Folder">A folder for each class.</param>
/// <param name="Out">Where the centroids go.</param>
/// <param name="HeldOut">Percent of the photos of each class that are held out, 0 to 50.</param>
internal sealed record FitOptions(string Folder, string Out, int HeldOut);
