using System.IO.Enumeration;

namespace Argus.LocalCluster.Node.Images;

/// <summary>Finds the program for an image.</summary>
internal static class ImageMap
{
    /// <summary>Null when no pattern fits the image, whole or without tag and digest.</summary>
    public static ImageCommand? Find(IReadOnlyList<ImageCommand> images, string image)
    {
        string repository = Repository(image);
        return images.FirstOrDefault(candidate =>
            FileSystemName.MatchesSimpleExpression(candidate.Pattern, image, ignoreCase: false)
            || FileSystemName.MatchesSimpleExpression(candidate.Pattern, repository, ignoreCase: false));
    }

    /// <summary>What to tell about an image that none fits.</summary>
    public static string Problem(string image) =>
        $"no local program stands in for image \"{image}\": name one in the option Images of the node, with a pattern such as \"*/{Repository(image).Split('/')[^1]}\"";

    private static string Repository(string image)
    {
        string name = image.Split('@')[0];
        int colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }
}
