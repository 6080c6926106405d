using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

public sealed class FilterNamesTests
{
    [Theory]
    [InlineData("testsrc2=size=1920x1080:rate=50,format=yuv420p", "testsrc2 format")]
    [InlineData("bwdif@first=mode=send_field , scale=640:-2", "bwdif scale")]
    [InlineData("[in] split [a][b]; [a] hflip [c]; [b][c] hstack [out]", "split hflip hstack")]
    [InlineData("sws_flags=bilinear; scale=64:64", "scale")]
    [InlineData("drawbox=x='if(gt(n,1),2,3)':y=1,null", "drawbox null")]
    [InlineData("geq=lum='mod(X,2),;[',null", "geq null")]
    [InlineData("movie=a.mp4", "movie")]
    [InlineData("mo\\vie=a.mp4", "movie")]
    [InlineData("'mo'vie=a.mp4", "movie")]
    [InlineData(" \n null,\tmovie = a.mp4", "null movie")]
    public void Find_InADescription_GivesTheNamesAsFFmpegReadsThem(string description, string names) =>
        Assert.Equal(names.Split(' '), FilterNames.Find(description));

    [Theory]
    [InlineData("testsrc2,bwdif,fps=10,scale=64:64", "")]
    [InlineData("movie=/etc/passwd [x]; [in][x] overlay", "movie")]
    [InlineData("frei0r=/tmp/x.so,subtitles=a.srt,null", "frei0r subtitles")]
    [InlineData("sendcmd=f=x,zmq,drawtext=textfile=/etc/passwd", "sendcmd zmq drawtext")]
    [InlineData("life=filename=/etc/passwd", "life")]
    [InlineData("lut3d=/etc/passwd,signature=filename=x,metadata=mode=print:file=x", "lut3d signature metadata")]
    public void Doubtful_InADescription_AreThoseThatReachOut(string description, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), FilterNames.Doubtful(description));
}
