using System.CommandLine;
using Argus.Cli.Classes;
using Argus.Cli.Datasets;
using Argus.Cli.Faces;
using Argus.Cli.Hosting;
using Argus.Cli.Jobs;
using Argus.Cli.Keys;
using Argus.Cli.Models;
using Argus.Cli.Platform;
using Argus.Cli.Vectors;
using Argus.Cli.Verify;
using Argus.Cli.Videos;

var time = TimeProvider.System;
var root = new RootCommand("Argus: face and image inference as a service.")
{
    UpCommand.Create(time),
    DownCommand.Create(time),
    StatusCommand.Create(time),
    LogsCommand.Create(time),
    ApplyCommand.Create(time),
    DetectCommand.Create(time),
    EmbedCommand.Create(time),
    VerifyCommand.Create(time),
    JobCommand.Create(time),
    ClassesCommand.Create(time),
    VideoCommand.Create(time),
    DatasetCommand.Create(time),
    ModelCommand.Create(),
    KeyCommand.Create(time),
};
return await CommandLine.RunAsync(root, args, time);
