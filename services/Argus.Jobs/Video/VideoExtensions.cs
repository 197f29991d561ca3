using Argus.Jobs.Media;

namespace Argus.Jobs.Video;

/// <summary>Registration of the work on videos.</summary>
internal static class VideoExtensions
{
    /// <summary>Adds the services of a worker.</summary>
    public static void AddVideos(this IServiceCollection services)
    {
        services.AddSingleton<VideoFolder>();
        services.AddSingleton<FfmpegProgram>();
        services.AddSingleton<TrackNames>();
        services.AddSingleton<TrackPoints>();
        services.AddSingleton<FrameModel>();
        services.AddSingleton<VideoTask>();
        services.AddHostedService<VideoSweep>();
    }
}
