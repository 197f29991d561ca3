namespace Argus.Contracts.Classes;

/// <summary>Names of face classes.</summary>
public static class FaceClassNames
{
    /// <summary>The 15 classes of the documents: what there is where no file says otherwise.</summary>
    public static IReadOnlyList<string> Default { get; } =
        ["Aristocratic", "Business", "Fire", "Fragile", "Heroin", "Inferno", "Melting", "Queen", "Renaissance", "Serious", "Soft", "Strong", "Sunny", "Vintage", "Warm"];
}
