namespace Argus.Data.Media;

/// <summary>Something that was put into the media store: a picture, or a collection without one.</summary>
/// <param name="Id">Its number, ascending from 1, never given twice.</param>
/// <param name="Label">What its owner calls it; may be empty.</param>
/// <param name="IsCollection">Whether it is a collection.</param>
/// <param name="File">Its file; null for a collection.</param>
/// <param name="CreatedAt">When it was put in, to the millisecond.</param>
public sealed record MediaEntity(long Id, string Label, bool IsCollection, MediaContent? File, DateTimeOffset CreatedAt);
