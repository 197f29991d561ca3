namespace Argus.Data.Media;

/// <summary>The file of an entity.</summary>
/// <param name="Name">As its owner called it, without folders; null where that is not known.</param>
/// <param name="MimeType">By its bytes, such as image/jpeg.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record MediaContent(string? Name, string MimeType, long Size, string Sha256);
