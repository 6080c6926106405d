using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>Files for containers and Kubernetes, as far as they can be looked at without an engine for them.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Containerfiles = ["deploy/container/Containerfile.cpu", "deploy/container/Containerfile.cuda"];

    public static TheoryData<string> Files => [.. Containerfiles];

    [Fact]
    public async Task YamlFiles_All_AreRead()
    {
        string[] files = [.. Directory.GetFiles(Repository.At("deploy"), "*.y*ml", SearchOption.AllDirectories)];

        Assert.True(files.Length > 10);
        foreach (string path in files)
        {
            Assert.All(await Yaml.ReadAsync(path), document => Assert.IsType<JsonObject>(document));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Containerfile_WhatItCopies_IsThere(string path)
    {
        string[] ignored = File.ReadAllLines(Repository.At(".dockerignore"));
        string[] sources =
        [
            .. Instructions(path).Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal))
                .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1]),
        ];

        Assert.NotEmpty(sources);
        Assert.Empty(sources.Where(source => !Path.Exists(Repository.At(source)) || ignored.Contains(source)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Containerfile_EndsAs_AnOrdinaryUserWithAHealthCheck(string path)
    {
        string[] instructions = [.. Instructions(path)];
        string[] last = instructions[Array.FindLastIndex(instructions, line => line.StartsWith("FROM ", StringComparison.Ordinal))..];

        Assert.Equal("USER 10001:10001", last.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Contains(last, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && line.Contains("/healthz/live", StringComparison.Ordinal));
        Assert.All(instructions.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)), line => Assert.StartsWith("FROM ${", line, StringComparison.Ordinal));
        // Without a registry's host: that has a point or a port in its first part.
        Assert.All(instructions.Where(line => line.StartsWith("ARG ", StringComparison.Ordinal)), line => Assert.DoesNotMatch("=[^/:]*[.:][^/]*/", line));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Containerfile_Packages_AreThoseOfTheNativeLibraries(string path)
    {
        Assert.SkipUnless(ToolRun.IsInstalled("dpkg-query"), "needs Debian");
        string installed = string.Join(' ', Instructions(path).Where(line => line.Contains("apt-get install", StringComparison.Ordinal)));
        string[] needed = [.. await PackagesOfAsync("av", "image", "vision", "onednn")];

        Assert.Contains("libavformat59", needed);
        Assert.Empty(needed.Where(package => package is not ("libc6" or "libgcc-s1") && !Regex.IsMatch(installed, $@"\b{Regex.Escape(package)}(?![\w.-])", RegexOptions.None, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task Compose_WhatItMounts_IsThere()
    {
        JsonNode compose = (await Yaml.ReadAsync(Repository.At("deploy", "container", "compose.yaml")))[0]!;
        JsonObject services = compose["services"]!.AsObject(), volumes = compose["volumes"]!.AsObject();
        foreach ((string name, JsonNode? service) in services)
        {
            foreach (string source in (service!["volumes"]?.AsArray() ?? []).Select(volume => volume!.GetValue<string>().Split(':')[0]))
            {
                Assert.True(source[0] == '.' ? Path.Exists(Repository.At("deploy", "container", source)) : volumes.ContainsKey(source), $"{name}: {source}");
            }

            Assert.All(service["depends_on"]?.AsArray() ?? [], other => Assert.True(services.ContainsKey(other!.GetValue<string>())));
            Assert.All(service["ports"]?.AsArray() ?? [], port => Assert.StartsWith("127.0.0.1:", port!.GetValue<string>(), StringComparison.Ordinal));
        }

        Assert.True(File.Exists(Repository.At("deploy", "container", services["videoseg"]!["build"]!["context"]!.GetValue<string>(), services["videoseg"]!["build"]!["dockerfile"]!.GetValue<string>())));
        Assert.Equal(["grafana", "media", "prometheus", "videoseg"], services.Select(service => service.Key).Order());
    }

    [Fact]
    public async Task Kubernetes_Objects_FitTogether()
    {
        string folder = Repository.At("deploy", "kubernetes");
        JsonNode kustomization = (await Yaml.ReadAsync(Path.Combine(folder, "kustomization.yaml")))[0]!;
        var objects = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (JsonNode? resource in kustomization["resources"]!.AsArray())
        {
            foreach (JsonNode? one in await Yaml.ReadAsync(Path.Combine(folder, resource!.GetValue<string>())))
            {
                Assert.False(string.IsNullOrEmpty(one!["apiVersion"]!.GetValue<string>()));
                objects.Add(one["kind"]!.GetValue<string>(), one);
            }
        }

        JsonNode pod = objects["Deployment"]["spec"]!["template"]!, container = pod["spec"]!["containers"]![0]!;
        string[] mounted = [.. container["volumeMounts"]!.AsArray().Select(mount => mount!["name"]!.GetValue<string>()).Order()];
        Assert.Equal(mounted, pod["spec"]!["volumes"]!.AsArray().Select(volume => volume!["name"]!.GetValue<string>()).Order());
        Assert.True(JsonNode.DeepEquals(objects["Service"]["spec"]!["selector"], pod["metadata"]!["labels"]));
        Assert.True(JsonNode.DeepEquals(objects["Deployment"]["spec"]!["selector"]!["matchLabels"], pod["metadata"]!["labels"]));
        Assert.Equal(["/healthz/startup", "/healthz/live", "/healthz/startup"],
            ((string[])["startupProbe", "livenessProbe", "readinessProbe"]).Select(probe => container[probe]!["httpGet"]!["path"]!.GetValue<string>()));
        Assert.True(container["securityContext"]!["readOnlyRootFilesystem"]!.GetValue<bool>());
        JsonNode gpu = (await Yaml.ReadAsync(Path.Combine(folder, "gpu.yaml")))[0]!;
        Assert.Equal(1, gpu["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!["limits"]!["nvidia.com/gpu"]!.GetValue<int>());
        Assert.Equal(container["name"]!.GetValue<string>(), gpu["spec"]!["template"]!["spec"]!["containers"]![0]!["name"]!.GetValue<string>());
    }

    // Instructions with their continuations, comments left out.
    private static IEnumerable<string> Instructions(string path) =>
        Continuation().Replace(string.Join('\n', File.ReadLines(Repository.At(path)).Where(line => !line.TrimStart().StartsWith('#'))), " ")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<IEnumerable<string>> PackagesOfAsync(params string[] libraries)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string library in libraries)
        {
            string path = Path.Combine(AppContext.BaseDirectory, "native", $"libvideoseg_{library}.so");
            ToolRun needs = await ToolRun.RunAsync("objdump", ["-p", path]), found = await ToolRun.RunAsync("ldd", [path]);
            foreach (Match need in Needed().Matches(needs.Output))
            {
                Match file = Regex.Match(
                    found.Output, $@"{Regex.Escape(need.Groups["name"].Value)} => (?<path>\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
                if (file.Success)
                {
                    // Debian's packages may know a file by its place before /lib became /usr/lib.
                    string real = new FileInfo(file.Groups["path"].Value).ResolveLinkTarget(returnFinalTarget: true)?.Name ?? Path.GetFileName(file.Groups["path"].Value);
                    files.Add($"*/{real}");
                }
            }
        }

        ToolRun packages = await ToolRun.RunAsync("dpkg-query", ["-S", .. files]);
        return packages.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\\\n\s*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Continuation();

    [GeneratedRegex(@"NEEDED\s+(?<name>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Needed();
}
