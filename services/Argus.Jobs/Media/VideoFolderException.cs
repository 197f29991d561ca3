namespace Argus.Jobs.Media;

/// <summary>The disk does not take a video; the message says what to do.</summary>
internal sealed class VideoFolderException(string message, Exception inner) : Exception(message, inner);
