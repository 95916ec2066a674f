// Asks Lucene's own Arabic analyzer, BM25 and UnifiedHighlighter: the peer to beat.
//
// In:  FOLDER/documents.tsv and FOLDER/questions.tsv, a line each: id TAB text.
// Out: FOLDER/run.tsv (question TAB document TAB score, best first, 100 a question),
//      FOLDER/excerpts.tsv (question, then at most three excerpts, one of each of the best documents),
//      and on the standard output one line of JSON: seconds to build, microseconds of the processor a question.
// Run: java -cp JARS LuceneRun.java FOLDER FRAGMENT_CHARACTERS

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.LengthGoalBreakIterator;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

public final class LuceneRun {
    private static final String ID = "id";
    private static final String TEXT = "text";
    private static final float K1 = 1.2f;
    private static final float B = 0.75f;
    private static final int DEPTH = 100;
    private static final int EXCERPTS = 3;
    private static final int LONGEST_DOCUMENT = 1_000_000;

    private LuceneRun() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int fragmentCharacters = Integer.parseInt(arguments[1]);
        Analyzer analyzer = new ArabicAnalyzer();
        long start = System.nanoTime();
        Directory index = build(folder.resolve("documents.tsv"), analyzer);
        double buildSeconds = (System.nanoTime() - start) / 1e9;
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(index));
        searcher.setSimilarity(new BM25Similarity(K1, B));
        UnifiedHighlighter highlighter = highlighter(searcher, analyzer, fragmentCharacters);
        List<Long> took = ask(folder, searcher, highlighter, analyzer);
        Collections.sort(took);
        System.out.printf(Locale.ROOT, "{\"build_s\": %.3f, \"p50_us\": %.1f, \"p95_us\": %.1f}%n",
            buildSeconds, took.get(took.size() / 2) / 1e3, took.get((int) (took.size() * 0.95)) / 1e3);
    }

    private static Directory build(Path documents, Analyzer analyzer) throws IOException {
        Directory index = new ByteBuffersDirectory();
        IndexWriterConfig settings = new IndexWriterConfig(analyzer);
        settings.setSimilarity(new BM25Similarity(K1, B));
        try (IndexWriter writer = new IndexWriter(index, settings)) {
            for (String line : Files.readAllLines(documents)) {
                int tab = line.indexOf('\t');
                Document document = new Document();
                document.add(new StoredField(ID, line.substring(0, tab)));
                document.add(new TextField(TEXT, line.substring(tab + 1), Field.Store.YES));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        return index;
    }

    private static UnifiedHighlighter highlighter(IndexSearcher searcher, Analyzer analyzer, int characters) {
        UnifiedHighlighter highlighter = new UnifiedHighlighter(searcher, analyzer);
        highlighter.setMaxLength(LONGEST_DOCUMENT);
        highlighter.setFormatter(new DefaultPassageFormatter("", "", "", false));
        highlighter.setBreakIterator(() -> LengthGoalBreakIterator.createMinLength(
            BreakIterator.getSentenceInstance(Locale.forLanguageTag("ar")), characters));
        return highlighter;
    }

    /** Asks every question; returns the nanoseconds of the processor that each search took. */
    private static List<Long> ask(
            Path folder, IndexSearcher searcher, UnifiedHighlighter highlighter, Analyzer analyzer)
            throws IOException {
        List<Long> took = new ArrayList<>();
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        try (PrintWriter run = new PrintWriter(folder.resolve("run.tsv").toString(), "UTF-8");
                PrintWriter excerpts = new PrintWriter(folder.resolve("excerpts.tsv").toString(), "UTF-8")) {
            for (String line : Files.readAllLines(folder.resolve("questions.tsv"))) {
                int tab = line.indexOf('\t');
                String id = line.substring(0, tab);
                long start = clock.getCurrentThreadCpuTime();
                Query query = query(line.substring(tab + 1), analyzer);
                TopDocs top = searcher.search(query, DEPTH);
                took.add(clock.getCurrentThreadCpuTime() - start);
                for (ScoreDoc hit : top.scoreDocs) {
                    run.println(id + "\t" + searcher.doc(hit.doc).get(ID) + "\t" + hit.score);
                }
                excerpts.print(id);
                if (top.scoreDocs.length > 0) {
                    TopDocs best = searcher.search(query, EXCERPTS);
                    for (String excerpt : highlighter.highlight(TEXT, query, best, 1)) {
                        excerpts.print("\t" + (excerpt == null ? "" : excerpt.replaceAll("[\\t\\r\\n]", " ")));
                    }
                }
                excerpts.println();
            }
        }
        return took;
    }

    /** A question's terms, any of which may match, each weighted by the number of its occurrences. */
    private static Query query(String question, Analyzer analyzer) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        try (TokenStream tokens = analyzer.tokenStream(TEXT, question)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                counts.merge(term.toString(), 1, Integer::sum);
            }
            tokens.end();
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        counts.forEach((term, count) ->
            query.add(new BoostQuery(new TermQuery(new Term(TEXT, term)), count), BooleanClause.Occur.SHOULD));
        return query.build();
    }
}
