# A Markdown report from the monthly files, given as arguments; the year is in each file's name (…-2012.csv).
BEGIN {
    FS = ","
    split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names, " ")
}
FNR == 1 { year = FILENAME; sub(/.*-/, "", year); sub(/\.csv$/, "", year); years[++n] = year }
{
    month = $1 + 0
    high[month] += $2; low[month] += $3; rain[month] += $4; wet[month] += $5; count[month]++
    yearly[year] += $4; wet_days[year] += $5
}
function bar(value, most, width,    text, i) {
    for (i = 1; i <= int(value / most * width + 0.5); i++) text = text "█"
    return text
}
END {
    print "| year | rain (mm) | days with rain |"
    print "| ---: | ---: | ---: |"
    for (i = 1; i <= n; i++) printf "| %s | %.0f | %d |\n", years[i], yearly[years[i]], wet_days[years[i]]
    print "\nRain in a month, mean of the years:\n\n```"
    most = 0.1
    for (m = 1; m <= 12; m++) if (count[m] && rain[m] / count[m] > most) most = rain[m] / count[m]
    for (m = 1; m <= 12; m++) if (count[m])
        printf "%s %6.1f mm  %4.1f to %4.1f °C  %s\n", names[m], rain[m] / count[m],
            low[m] / count[m], high[m] / count[m], bar(rain[m] / count[m], most, 40)
    print "```"
}
