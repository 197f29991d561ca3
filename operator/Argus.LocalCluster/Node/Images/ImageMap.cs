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
    public static string Problem(IReadOnlyList<ImageCommand> images, string image)
    {
        string known = images.Count == 0 ? "none is known" : $"known are {string.Join(", ", images.Select(candidate => candidate.Pattern))}";
        return $"no local program stands in for image \"{image}\": start the cluster with --image */{Repository(image).Split('/')[^1]}=PROGRAM; {known}";
    }

    private static string Repository(string image)
    {
        string name = image.Split('@')[0];
        int colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }
}
