using System.CommandLine;
using Spectre.Console;
using VideoSeg.Host.Doctor;
using VideoSeg.Model;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg doctor</c>: what is there, what is missing, and what to do about it.</summary>
internal sealed class DoctorCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object on one line instead: ready, version, findings (section, name, state, found, advice)." };

    private DoctorCommand(Command command) => command.Options.Add(_json);

    public static Command Create()
    {
        var command = new Command("doctor",
            "Look at libraries, processor, GPU, codecs, weights and disk; run the network once; say what is missing and what to do about it. " +
            "Exit code 0: all that process needs is there; 5: it is not.");
        var doctor = new DoctorCommand(command);
        command.SetAction(doctor.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Diagnosis diagnosis = await Diagnosis.MakeAsync(cancellationToken);
        if (parsed.GetValue(_json))
        {
            Console.Out.WriteLine(DiagnosisText.ToJson(diagnosis));
        }
        else if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(DiagnosisText.ToLines(diagnosis));
        }
        else
        {
            AnsiConsole.Write(DiagnosisText.ToTable(diagnosis));
            Console.Out.WriteLine(DiagnosisText.Verdict(diagnosis));
        }

        return diagnosis.IsReady ? 0 : (int)FaultKind.Engine;
    }
}
