using VideoSeg.Host.Commands;

return await CommandLine.RunAsync(args);
