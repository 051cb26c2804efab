"""Pictures by gnuplot: seconds against applications for each case, and bars of Ritz over the best peer."""
import pathlib
import shutil
import subprocess

COLOURS = {"ritz": "#c23b22", "anasazi": "#1f5fa8", "slepc": "#2e8b57", "arpack": "#8a5fb0", "spectra": "#d08a1d",
           "scipy": "#4aa3a2", "torch": "#7a7a7a", "primme": "#a0522d",
           "floor": "#000000"}
HEAD = ["set encoding utf8", "set terminal pngcairo size 1000,700 font 'Sans,11' noenhanced"]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def scatter(case, entries, folder):
    """Numbered points, each with its line in the legend, from few applications to many."""
    points = sorted((entry for entry in entries if entry["applications"] and entry["good"] == entry["seeds"]),
                    key=lambda entry: entry["applications"])
    if not points:
        return []
    lines, parts = HEAD + [f"set output {quoted(str(folder / (case + '.png')))}", f"set title {quoted(case)}",
                           "set logscale xy", "set xlabel 'applications of A'", "set ylabel 'seconds'", "set grid",
                           "set key outside right Left reverse samplen 1"], []
    for axis, name in (("x", "applications"), ("y", "seconds")):
        values = [point[name] for point in points]
        lines.append(f"set {axis}range [{min(values) / 1.5}:{max(values) * 1.5}]")
    for number, point in enumerate(points, 1):
        lines += [f"$p{number} << EOD", f"{point['applications']} {point['seconds']} {number}", "EOD"]
        parts += [f"$p{number} using 1:2 with points pt 7 ps 2.4 lc rgb '{COLOURS[point['library']]}' "
                  f"title '{number} {point['library']} {point['solver']}'",
                  f"$p{number} using 1:2:3 with labels tc rgb 'white' font ',8' notitle"]
    return lines + ["plot " + ", \\\n  ".join(parts), "unset output", "reset"]


def precision(case, records, folder):
    """True residuals against applications, a line for each solver: one run for each tolerance that was asked for."""
    lines = HEAD + [f"set output {quoted(str(folder / (case + '-residuals.png')))}", f"set title {quoted(case)}",
                    "set logscale xy", "set format y '%.0e'", "set xlabel 'applications of A, without verification'",
                    "set ylabel 'largest residual of the pairs found'", "set grid", "set key outside right Left reverse"]
    solvers = {}
    for record in records:
        if record["status"] == "converged":
            solvers.setdefault((record["library"], record["solver"]), []).append(
                (record["applications"], record["maxResidual"]))
    counts = [count for points in solvers.values() for count, _ in points]
    lines += [f"set xrange [{min(counts) / 1.3}:{max(counts) * 1.3}]"] if counts else []
    parts = []
    for number, ((library, solver), points) in enumerate(sorted(solvers.items()), 1):
        lines += [f"$s{number} << EOD", *(f"{count} {residual}" for count, residual in sorted(points)), "EOD"]
        parts.append(f"$s{number} with linespoints lw {3 if library == 'ritz' else 1} pt {number} "
                     f"lc rgb '{COLOURS[library]}' title '{library} {solver}'")
    return lines + ["plot " + ", \\\n  ".join(parts), "unset output", "reset"] if parts else []


def bars(counts, seconds, folder):
    rows = [f'"{case}" {counts[case]["equal"]} {seconds[case]["equal"] or "NaN"}' for case in counts
            if counts[case]["equal"]]
    if not rows:
        return []
    lines = HEAD + [f"set output {quoted(str(folder / 'ratios.png'))}", "$ratios << EOD", *rows, "EOD",
                    "set multiplot layout 2,1 title 'Ritz over the best peer at equal memory (below 1: Ritz is better)'",
                    "set style data histograms", "set style fill solid 0.9", "set boxwidth 0.7", "set grid y",
                    "set yrange [0:*]", "set xtics rotate by -25",
                    "set arrow from graph 0, first 1 to graph 1, first 1 nohead lw 2 front"]
    for column, name, colour in ((2, "applications", "#c23b22"), (3, "seconds", "#1f5fa8")):
        lines.append(f"plot $ratios using {column}:xtic(1) lc rgb '{colour}' title '{name}'")
    return lines + ["unset multiplot", "unset output", "reset"]


def roofline(rows, folder):
    """Rows of vectors, project and update: fractions of the triad's bandwidth."""
    table = [f"{row['vectors']} {row['project']} {row['update']}" for row in rows]
    run(HEAD + [f"set output {quoted(str(folder / 'roofline.png'))}",
                "set title 'Bandwidth of the kernels on the basis, one thread'",
                "set xlabel 'vectors in the basis'", "set ylabel 'over the bandwidth of the triad'", "set grid",
                "set yrange [0:*]", "set key bottom right", "$rows << EOD", *table, "EOD",
                "plot 1 lw 2 lc rgb 'black' title 'triad', "
                "$rows using 1:2 with linespoints lw 2 pt 7 ps 1.5 lc rgb '#1f5fa8' title 'project, [V X]ᴴX', "
                "$rows using 1:3 with linespoints lw 2 pt 5 ps 1.5 lc rgb '#c23b22' title 'update, X + V C'"],
        pathlib.Path(folder) / "roofline.gnuplot")


def draw(summaries, counts, seconds, runs, folder):
    """`runs`: the records of all tolerances of the cases that were solved to several."""
    script = []
    for case, records in runs.items():
        script += precision(case, records, folder)
    for case in counts:
        script += scatter(case, [entry for entry in summaries if entry["case"] == case], folder)
    script += bars(counts, seconds, folder)
    run(script, pathlib.Path(folder) / "pictures.gnuplot")


def run(script, path):
    path.write_text("\n".join(script) + "\n")
    if shutil.which("gnuplot") is None:
        print(f"no pictures: gnuplot is not installed; {path} draws them")
    elif subprocess.run(["gnuplot", str(path)], stdout=subprocess.DEVNULL).returncode != 0:
        print(f"gnuplot failed on {path}")
