namespace Argus.Cli.Pictures;

/// <summary>Why something cannot be had.</summary>
/// <param name="Sentence">For people: what is wrong, and what to do about it.</param>
/// <param name="ForAll">Whether every other picture would fare the same, so that there is no use in going on.</param>
internal sealed record Trouble(string Sentence, bool ForAll = false);
