import {BROKER_JVM} from './broker.js'
import {kafkaClasspath, type JarsOptions} from './jars.js'
import {findJava, type Java} from './java.js'

/** What runs a broker, or one of Kafka's tools. */
export interface Runtime {
  java: Java
  classpath: string
  jvmOptions: readonly string[]
}

/** Finds Java and Kafka's jars, and the class archive that halves the time that the two take to start. */
export async function findRuntime(options: JarsOptions = {}): Promise<Runtime> {
  const {useClassArchive} = await import('./class-archive.js')
  const java = await findJava(options.env)
  const classpath = await kafkaClasspath(options)
  return useClassArchive({java, classpath, jvmOptions: BROKER_JVM}, options)
}
